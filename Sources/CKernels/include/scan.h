// Finds the needed fields of orders in their JSON text.
//
// Nothing here allocates, keeps state of its own, calls itself deeper than the plan is, or reads outside of the
// given bytes. Whatever is not plainly written is called odd: another reader decides about it.
#pragma once

#include <stddef.h>
#include <stdint.h>

// What a slot's value is taken for.
typedef enum {
    SCAN_TEXT,
    SCAN_INTEGER,
    SCAN_MONEY,
    SCAN_BOOLEAN,
    SCAN_INSTANT,
    SCAN_OBJECT,    // a whole object, as text
    SCAN_LIST,      // a whole array, as text
    SCAN_ANYTHING,  // any value, as text
    SCAN_PRESENCE,  // the key must be there, its value does not matter
    SCAN_ABSENCE,   // the key must not be there
    SCAN_INNER,     // an object whose parts are wanted
    SCAN_ROWS,      // an array of objects whose parts are wanted
} scan_type;

// What was found for a column.
typedef enum {
    SCAN_FOUND_NULL,
    SCAN_FOUND_NUMBER,        // number / 10^scale; for booleans 0 or 1, for instants microseconds since 1970
    SCAN_FOUND_TEXT,          // bytes without escapes, valid UTF-8; or sound JSON text, where that is wanted
    SCAN_FOUND_ESCAPED_TEXT,  // bytes with escapes still in them, valid UTF-8
    SCAN_FOUND_RARE_INSTANT,  // the text of an instant that is not in the common form
} scan_found;

typedef struct {
    int64_t number;
    uint32_t offset;
    uint32_t length;
    uint8_t found;
    uint8_t scale;
} scan_value;

// One spelling of a key.
typedef struct {
    uint32_t offset;  // into the plan's key bytes; ASCII without quotes and backslashes
    uint8_t length;   // at most 60
    uint8_t is_shop;  // the spelling under which some shops leave out parts
} scan_key;

// One thing to find in an object.
typedef struct {
    uint16_t first_key;  // spellings; the first one that is there wins
    uint16_t key_count;
    uint8_t type;
    uint8_t accepts_null;
    uint8_t accepts_missing;
    uint8_t is_left_out_by_shop;
    uint16_t column;  // where its value goes; for SCAN_ROWS the number of the child table
    uint16_t level;   // of SCAN_INNER and SCAN_ROWS
} scan_slot;

// One kind of object: the order, one of its parts, an item, a payment.
typedef struct {
    uint16_t first_slot;
    uint16_t slot_count;
    uint16_t first_key;
    uint16_t key_count;
} scan_level;

enum { SCAN_SHAPE_KEYS = 96, SCAN_SHAPE_PAIRS = 48 };

// The keys of the last object of a level that was looked at in full.
typedef struct {
    uint32_t is_known;
    uint32_t count;
    uint32_t pair_count;
    uint64_t suffixes[SCAN_SHAPE_KEYS];  // the last eight bytes of each key and its closing quote
    uint64_t masks[SCAN_SHAPE_KEYS];     // fewer of a key that is shorter
    uint8_t lengths[SCAN_SHAPE_KEYS];
    uint8_t pair_places[SCAN_SHAPE_PAIRS];  // keys that end as a needed one does without being it
    uint16_t pair_keys[SCAN_SHAPE_PAIRS];
} scan_shape;

typedef struct {
    const uint8_t *key_bytes;
    const scan_key *keys;
    const scan_slot *slots;
    const scan_level *levels;  // the order first
    scan_shape *shapes;        // one per level
    int16_t *places;           // one per key: which key of the shape it is, -1 if it isn't there
} scan_plan;

typedef struct {
    scan_value *values;
    uint32_t row_count;
    uint32_t row_capacity;
    uint32_t column_count;
} scan_children;

// Where results go, and room to work in.
typedef struct {
    scan_value *values;  // one per column of orders
    scan_children children[2];
    uint32_t *colons;
    uint32_t colon_capacity;
} scan_output;

typedef enum { SCAN_ROW, SCAN_ODD, SCAN_BLANK } scan_status;

typedef struct {
    const uint8_t *bytes;
    size_t count;
    // Whether a line feed always ends the order.
    int are_lines;
    // Whether an order must be JSON to its last byte, also where nobody looks.
    int checks_all;
} scan_input;

// The builds of the scanner, from the plainest to the widest.
typedef enum { SCAN_BUILD_PLAIN, SCAN_BUILD_SSE2, SCAN_BUILD_AVX2, SCAN_BUILD_AVX512 } scan_build;

typedef struct {
    // Scans the order that begins at `start`; `end` is set to where its line ends, or to the count.
    scan_status (*scan_order)(const scan_plan *plan, const scan_input *input, size_t start, scan_output *output,
                              size_t *end);
} scan_functions;

// The functions of a build; null when this machine cannot run it.
const scan_functions *scan_functions_of(scan_build build);

// The functions of the best build for this machine.
const scan_functions *scan_best_functions(void);

// Replaces the escapes of a text. Room for `length` bytes is needed; how many were written, or -1 for an escape
// that is malformed or half of a surrogate pair.
ptrdiff_t scan_unescape(const uint8_t *text, size_t length, uint8_t *output);
