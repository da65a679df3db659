// Inner loops of conditions: each writes a bit per row, (count + 63) / 64 words, bits past the last row 0.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Which values are in lower...upper, both inside.
void filter_int64_range(const int64_t *values, size_t count, int64_t lower, int64_t upper, uint64_t *words);

/// Which values are in one of the ranges lowers[i]...uppers[i].
void filter_int64_ranges(const int64_t *values, size_t count, const int64_t *lowers, const int64_t *uppers,
                         size_t range_count, uint64_t *words);

/// Which values on the left are equal to the one on the right in the same row.
void filter_int64_equal(const int64_t *left, const int64_t *right, size_t count, uint64_t *words);

/// Which values on the left are less than the one on the right in the same row.
void filter_int64_less(const int64_t *left, const int64_t *right, size_t count, uint64_t *words);

/// Which bytes are not 0.
void filter_uint8_nonzero(const uint8_t *values, size_t count, uint64_t *words);

/// Which codes are one of a few (at most 8).
void filter_uint16_any(const uint16_t *codes, size_t count, const uint16_t *wanted, size_t wanted_count,
                       uint64_t *words);

/// Which codes have their bit set in a table of 65,536 bits.
void filter_uint16_table(const uint16_t *codes, size_t count, const uint64_t *table, uint64_t *words);

/// Which texts are not empty; offsets has count + 1 elements.
void filter_text_nonempty(const uint32_t *offsets, size_t count, uint64_t *words);

/// Which texts are exactly the given bytes.
void filter_text_equal(const uint32_t *offsets, size_t count, const uint8_t *bytes, const uint8_t *text,
                       size_t length, uint64_t *words);

/// Which texts hold the needle: bytes b where (b | masks[i]) == needle[i] for each of its length (1 or more) bytes.
void filter_text_contains(const uint32_t *offsets, size_t count, const uint8_t *bytes, const uint8_t *needle,
                          const uint8_t *masks, size_t length, uint64_t *words);

/// Which texts begin with the needle, which may be empty.
void filter_text_begins(const uint32_t *offsets, size_t count, const uint8_t *bytes, const uint8_t *needle,
                        const uint8_t *masks, size_t length, uint64_t *words);

/// Which texts end with the needle, which may be empty.
void filter_text_ends(const uint32_t *offsets, size_t count, const uint8_t *bytes, const uint8_t *needle,
                      const uint8_t *masks, size_t length, uint64_t *words);

/// Which parents have a child whose bit is set: the children of parent i are offsets[i]..<offsets[i + 1].
void filter_fold_any(const int32_t *offsets, size_t count, const uint64_t *children, uint64_t *words);

/// Sets the bits of all children of the parents whose bit is set; `children` must be all 0 before.
void filter_spread(const int32_t *offsets, size_t count, const uint64_t *parents, uint64_t *children);
