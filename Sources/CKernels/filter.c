// Inner loops of conditions. Vectors are the compiler's own (64 bytes, split where the machine has narrower ones),
// so there is one text for all machines; on x86-64 Linux the loader picks the widest form that the machine has.
#include "filter.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && defined(__has_attribute)
#if __has_attribute(target_clones)
#define KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#endif
#endif
#ifndef KERNEL
#define KERNEL
#endif

typedef uint8_t bytes64 __attribute__((ext_vector_type(64)));
typedef uint16_t codes32 __attribute__((ext_vector_type(32)));
typedef int64_t integers8 __attribute__((ext_vector_type(8)));
typedef uint64_t naturals8 __attribute__((ext_vector_type(8)));
typedef uint32_t lengths16 __attribute__((ext_vector_type(16)));
typedef bool bits8 __attribute__((ext_vector_type(8)));
typedef bool bits16 __attribute__((ext_vector_type(16)));
typedef bool bits32 __attribute__((ext_vector_type(32)));
typedef bool bits64 __attribute__((ext_vector_type(64)));

// Vectors are not passed to functions, whose calling convention would depend on the machine: hence macros.
#define LOAD(vector, address) __builtin_memcpy(&(vector), (address), sizeof(vector))
#define PACK(target, bits_type, comparison)                                                                            \
    do {                                                                                                               \
        bits_type packed = __builtin_convertvector((comparison), bits_type);                                           \
        __builtin_memcpy(&(target), &packed, sizeof(target));                                                          \
    } while (0)

KERNEL void filter_int64_range(const int64_t *values, size_t count, int64_t lower, int64_t upper, uint64_t *words) {
    // One comparison for both ends: below the lower one the difference wraps around to a large number.
    const uint64_t span = (uint64_t)upper - (uint64_t)lower;
    if (lower > upper) {
        memset(words, 0, (count + 63) / 64 * 8);
        return;
    }
    size_t row = 0;
    for (; row + 64 <= count; row += 64) {
        uint64_t word = 0;
        for (int part = 0; part < 8; part++) {
            naturals8 vector;
            uint8_t bits;
            LOAD(vector, values + row + part * 8);
            PACK(bits, bits8, vector - (uint64_t)lower <= span);
            word |= (uint64_t)bits << (part * 8);
        }
        words[row / 64] = word;
    }
    if (row < count) {
        uint64_t word = 0;
        for (size_t rest = row; rest < count; rest++)
            word |= (uint64_t)((uint64_t)values[rest] - (uint64_t)lower <= span) << (rest - row);
        words[row / 64] = word;
    }
}

KERNEL void filter_int64_ranges(const int64_t *values, size_t count, const int64_t *lowers, const int64_t *uppers,
                                size_t range_count, uint64_t *words) {
    size_t row = 0;
    for (; row + 64 <= count; row += 64) {
        uint64_t word = 0;
        for (int part = 0; part < 8; part++) {
            integers8 vector;
            integers8 found = 0;
            uint8_t bits;
            LOAD(vector, values + row + part * 8);
            for (size_t range = 0; range < range_count; range++)
                found |= (vector >= lowers[range]) & (vector <= uppers[range]);
            PACK(bits, bits8, found);
            word |= (uint64_t)bits << (part * 8);
        }
        words[row / 64] = word;
    }
    if (row < count) {
        uint64_t word = 0;
        for (size_t rest = row; rest < count; rest++) {
            uint64_t found = 0;
            for (size_t range = 0; range < range_count; range++)
                found |= (uint64_t)((values[rest] >= lowers[range]) & (values[rest] <= uppers[range]));
            word |= found << (rest - row);
        }
        words[row / 64] = word;
    }
}

#define FILTER_PAIRS(operation)                                                                                        \
    size_t row = 0;                                                                                                    \
    for (; row + 64 <= count; row += 64) {                                                                             \
        uint64_t word = 0;                                                                                             \
        for (int part = 0; part < 8; part++) {                                                                         \
            integers8 first, second;                                                                                   \
            uint8_t bits;                                                                                              \
            LOAD(first, left + row + part * 8);                                                                        \
            LOAD(second, right + row + part * 8);                                                                      \
            PACK(bits, bits8, first operation second);                                                                 \
            word |= (uint64_t)bits << (part * 8);                                                                      \
        }                                                                                                              \
        words[row / 64] = word;                                                                                        \
    }                                                                                                                  \
    if (row < count) {                                                                                                 \
        uint64_t word = 0;                                                                                             \
        for (size_t rest = row; rest < count; rest++)                                                                  \
            word |= (uint64_t)(left[rest] operation right[rest]) << (rest - row);                                      \
        words[row / 64] = word;                                                                                        \
    }

KERNEL void filter_int64_equal(const int64_t *left, const int64_t *right, size_t count, uint64_t *words) {
    FILTER_PAIRS(==)
}

KERNEL void filter_int64_less(const int64_t *left, const int64_t *right, size_t count, uint64_t *words) {
    FILTER_PAIRS(<)
}

KERNEL void filter_uint8_nonzero(const uint8_t *values, size_t count, uint64_t *words) {
    size_t row = 0;
    for (; row + 64 <= count; row += 64) {
        bytes64 vector;
        LOAD(vector, values + row);
        PACK(words[row / 64], bits64, vector != 0);
    }
    if (row < count) {
        uint64_t word = 0;
        for (size_t rest = row; rest < count; rest++) word |= (uint64_t)(values[rest] != 0) << (rest - row);
        words[row / 64] = word;
    }
}

KERNEL void filter_uint16_any(const uint16_t *codes, size_t count, const uint16_t *wanted, size_t wanted_count,
                              uint64_t *words) {
    size_t row = 0;
    for (; row + 64 <= count; row += 64) {
        uint64_t word = 0;
        for (int part = 0; part < 2; part++) {
            codes32 vector;
            codes32 found = 0;
            uint32_t bits;
            LOAD(vector, codes + row + part * 32);
            for (size_t index = 0; index < wanted_count; index++) found |= (codes32)(vector == wanted[index]);
            PACK(bits, bits32, found);
            word |= (uint64_t)bits << (part * 32);
        }
        words[row / 64] = word;
    }
    if (row < count) {
        uint64_t word = 0;
        for (size_t rest = row; rest < count; rest++) {
            uint64_t found = 0;
            for (size_t index = 0; index < wanted_count; index++) found |= (uint64_t)(codes[rest] == wanted[index]);
            word |= found << (rest - row);
        }
        words[row / 64] = word;
    }
}

void filter_uint16_table(const uint16_t *codes, size_t count, const uint64_t *table, uint64_t *words) {
    for (size_t row = 0; row < count; row += 64) {
        const size_t end = count - row < 64 ? count - row : 64;
        uint64_t word = 0;
        for (size_t bit = 0; bit < end; bit++) {
            const uint16_t code = codes[row + bit];
            word |= (table[code >> 6] >> (code & 63) & 1) << bit;
        }
        words[row / 64] = word;
    }
}

// The rows of one word whose text has a length, or any but that one.
#define LENGTH_WORD(word, row, operation, length)                                                                      \
    do {                                                                                                               \
        (word) = 0;                                                                                                    \
        if ((row) + 64 <= count) {                                                                                     \
            for (int part = 0; part < 4; part++) {                                                                     \
                lengths16 starts, ends;                                                                                \
                uint16_t bits;                                                                                         \
                LOAD(starts, offsets + (row) + part * 16);                                                             \
                LOAD(ends, offsets + (row) + part * 16 + 1);                                                           \
                PACK(bits, bits16, ends - starts operation(uint32_t)(length));                                         \
                (word) |= (uint64_t)bits << (part * 16);                                                               \
            }                                                                                                          \
        } else {                                                                                                       \
            for (size_t rest = (row); rest < count; rest++)                                                            \
                (word) |= (uint64_t)(offsets[rest + 1] - offsets[rest] operation(uint32_t)(length)) << (rest - (row)); \
        }                                                                                                              \
    } while (0)

KERNEL void filter_text_nonempty(const uint32_t *offsets, size_t count, uint64_t *words) {
    for (size_t row = 0; row < count; row += 64) LENGTH_WORD(words[row / 64], row, !=, 0);
}

KERNEL void filter_text_equal(const uint32_t *offsets, size_t count, const uint8_t *bytes, const uint8_t *text,
                              size_t length, uint64_t *words) {
    if (length > UINT32_MAX) {
        memset(words, 0, (count + 63) / 64 * 8);
        return;
    }
    for (size_t row = 0; row < count; row += 64) {
        uint64_t word, candidates;
        LENGTH_WORD(candidates, row, ==, length);
        word = candidates;
        for (; length > 0 && candidates != 0; candidates &= candidates - 1) {
            const int bit = __builtin_ctzll(candidates);
            if (memcmp(bytes + offsets[row + bit], text, length) != 0) word &= ~(1ULL << bit);
        }
        words[row / 64] = word;
    }
}

static inline bool matches_at(const uint8_t *bytes, const uint8_t *needle, const uint8_t *masks, size_t length) {
    for (size_t index = 0; index < length; index++)
        if ((bytes[index] | masks[index]) != needle[index]) return false;
    return true;
}

void filter_text_begins(const uint32_t *offsets, size_t count, const uint8_t *bytes, const uint8_t *needle,
                        const uint8_t *masks, size_t length, uint64_t *words) {
    memset(words, 0, (count + 63) / 64 * 8);
    for (size_t row = 0; row < count; row++) {
        const uint64_t found = offsets[row + 1] - offsets[row] >= length
                               && matches_at(bytes + offsets[row], needle, masks, length);
        words[row / 64] |= found << (row & 63);
    }
}

void filter_text_ends(const uint32_t *offsets, size_t count, const uint8_t *bytes, const uint8_t *needle,
                      const uint8_t *masks, size_t length, uint64_t *words) {
    memset(words, 0, (count + 63) / 64 * 8);
    for (size_t row = 0; row < count; row++) {
        const uint64_t found = offsets[row + 1] - offsets[row] >= length
                               && matches_at(bytes + offsets[row + 1] - length, needle, masks, length);
        words[row / 64] |= found << (row & 63);
    }
}

// Two places of the needle whose bytes are rare in the beginning of the texts: the fewer false candidates, the faster.
static void choose_rare_places(const uint8_t *bytes, size_t byte_count, const uint8_t *needle, const uint8_t *masks,
                               size_t length, size_t places[2]) {
    uint16_t counts[256] = {0};
    const size_t sample = byte_count < 2048 ? byte_count : 2048;
    for (size_t index = 0; index < sample; index++) counts[bytes[index]]++;
    size_t best[2] = {SIZE_MAX, SIZE_MAX};
    places[0] = places[1] = 0;
    for (size_t place = 0; place < length; place++) {
        size_t rarity = counts[needle[place]];
        if (masks[place] != 0) rarity += counts[needle[place] & (uint8_t)~masks[place]];
        if (rarity < best[0]) {
            places[1] = places[0];
            best[1] = best[0];
            places[0] = place;
            best[0] = rarity;
        } else if (rarity < best[1]) {
            places[1] = place;
            best[1] = rarity;
        }
    }
}

// The row whose text holds a byte, at or after a row that begins at or before it: steps that double, then halves.
static size_t row_of_byte(const uint32_t *offsets, size_t count, size_t row, size_t byte) {
    if (offsets[row + 1] > byte) return row;
    size_t low = row + 1, step = 1;
    while (low + step < count && offsets[low + step] <= byte) {
        low += step;
        step *= 2;
    }
    size_t high = low + step < count ? low + step : count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (offsets[middle] <= byte) low = middle;
        else high = middle;
    }
    return low;
}

KERNEL void filter_text_contains(const uint32_t *offsets, size_t count, const uint8_t *bytes, const uint8_t *needle,
                                 const uint8_t *masks, size_t length, uint64_t *words) {
    memset(words, 0, (count + 63) / 64 * 8);
    if (count == 0 || length == 0) return;
    const size_t begin = offsets[0], end = offsets[count];
    if (end - begin < length) return;
    // The texts are searched as one; a find that crosses from one text into the next is none.
    size_t places[2];
    choose_rare_places(bytes + begin, end - begin, needle, masks, length, places);
    const uint8_t first = needle[places[0]], first_mask = masks[places[0]];
    const uint8_t second = needle[places[1]], second_mask = masks[places[1]];
    const size_t last_start = end - length;
    size_t row = 0, next = begin;
    for (size_t start = begin; start <= last_start; start += 64) {
        uint64_t candidates;
        if (start + length + 63 <= end) {
            bytes64 left, right;
            LOAD(left, bytes + start + places[0]);
            LOAD(right, bytes + start + places[1]);
            left = (bytes64)((left | first_mask) == first);
            right = (bytes64)((right | second_mask) == second);
            PACK(candidates, bits64, left & right);
        } else {
            candidates = 0;
            for (size_t place = start; place <= last_start && place < start + 64; place++)
                candidates |= (uint64_t)(((bytes[place + places[0]] | first_mask) == first)
                                         & ((bytes[place + places[1]] | second_mask) == second))
                              << (place - start);
        }
        for (; candidates != 0; candidates &= candidates - 1) {
            const size_t place = start + (size_t)__builtin_ctzll(candidates);
            if (place < next || !matches_at(bytes + place, needle, masks, length)) continue;
            row = row_of_byte(offsets, count, row, place);
            if (place + length > offsets[row + 1]) continue;
            words[row / 64] |= 1ULL << (row & 63);
            next = offsets[row + 1];
        }
    }
}

void filter_fold_any(const int32_t *offsets, size_t count, const uint64_t *children, uint64_t *words) {
    memset(words, 0, (count + 63) / 64 * 8);
    for (size_t row = 0; row < count; row++) {
        size_t child = (size_t)offsets[row];
        const size_t end = (size_t)offsets[row + 1];
        uint64_t found = 0;
        while (child < end) {
            const size_t shift = child & 63;
            const size_t taken = end - child < 64 - shift ? end - child : 64 - shift;
            found |= children[child / 64] >> shift & (~0ULL >> (64 - taken));
            child += taken;
        }
        words[row / 64] |= (uint64_t)(found != 0) << (row & 63);
    }
}

void filter_spread(const int32_t *offsets, size_t count, const uint64_t *parents, uint64_t *children) {
    for (size_t row = 0; row < count; row++) {
        if ((parents[row / 64] >> (row & 63) & 1) == 0) continue;
        size_t child = (size_t)offsets[row];
        const size_t end = (size_t)offsets[row + 1];
        while (child < end) {
            const size_t shift = child & 63;
            const size_t taken = end - child < 64 - shift ? end - child : 64 - shift;
            children[child / 64] |= ~0ULL >> (64 - taken) << shift;
            child += taken;
        }
    }
}
