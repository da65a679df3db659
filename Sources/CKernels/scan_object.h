// The structure of one object: where it ends, and its colons.

// Deeper nesting than this is odd; the parser allows a little more.
enum { DEPTH_LIMIT = 448 };

typedef struct {
    size_t end;  // behind the closing bracket; where the line feed or the input's end is, when it is not closed
    uint32_t colon_count;
    uint32_t comma_count;
    int is_closed;
    int is_odd;  // control characters in texts, too many keys, too deep
    int has_backslashes;
} object_extent;

typedef struct {
    uint32_t *output;
    uint32_t count;
    uint32_t capacity;
} colon_list;

// Notes the positions of the bits; four at a time, since there are seldom more.
static inline void add_colons(colon_list *list, uint64_t bits, uint32_t base) {
    int count = bit_count(bits);
    uint32_t *output = list->output + list->count;
    list->count += (uint32_t)count;
    for (int index = 0; index < 4; index++) {
        output[index] = base + (uint32_t)first_bit(bits);
        bits &= bits - 1;
    }
    if (__builtin_expect(count > 4, 0)) {
        for (int index = 4; index < count; index++) {
            output[index] = base + (uint32_t)first_bit(bits);
            bits &= bits - 1;
        }
    }
}

// The bits of a block at which the depth is 1, and where it becomes 0.
typedef struct {
    uint64_t region;
    int end;  // 64 when the object goes on
} block_walk;

// Walks the brackets of a block. (The depth at every byte at once, by prefix sums of vectors, was not quicker.)
static inline block_walk walk_brackets(uint64_t opens, uint64_t closes, int64_t *depth) {
    block_walk walk = {0, 64};
    uint64_t passed = 0, brackets = opens | closes;
    int64_t level = *depth;
    while (brackets) {
        uint64_t bit = brackets & -brackets;
        if (level == 1) walk.region |= (bit - 1) & ~passed;
        passed = bit | (bit - 1);
        level += opens & bit ? 1 : -1;
        if (level == 0) {
            walk.end = first_bit(bit);
            *depth = 0;
            return walk;
        }
        brackets ^= bit;
    }
    if (level == 1) walk.region |= ~passed;
    *depth = level;
    return walk;
}

// An object in the making.
typedef struct {
    uint64_t is_inside;  // of a text; all bits or none
    uint64_t escape_carry;
    uint64_t backslashes;
    uint64_t broken;
    int64_t depth;
    uint32_t comma_count;
    colon_list colons;
} object_state;

// Takes a block whose escaped quotes are gone already; `valid` are its bytes that may belong to the object. Gives
// where in the block the object ends, 64 when it goes on.
//
// The state of texts goes from block to block by the parity of the quotes alone: that is quicker than waiting for
// the prefix.
__attribute__((always_inline)) static inline int pass_block(object_state *state, scan_block block, uint64_t quotes,
                                                            uint64_t controls, uint64_t valid, uint32_t base) {
    uint64_t inside = prefix_xor(quotes) ^ state->is_inside;
    state->is_inside ^= -(uint64_t)(bit_count(quotes) & 1);
    scan_block bent = folded(block);
    uint64_t outside = ~inside & valid;
    uint64_t opens = equal(bent, '{') & outside, closes = equal(bent, '}') & outside;
    uint64_t bad = controls & inside & valid;
    int close_count = bit_count(closes);
    if (state->depth > close_count + 1) {
        state->depth += bit_count(opens) - close_count;
        state->broken |= bad;
        if (__builtin_expect(state->depth > DEPTH_LIMIT, 0)) state->broken = 1;
        return 64;
    }
    int end = 64;
    if (opens | closes) {
        block_walk walk = walk_brackets(opens, closes, &state->depth);
        outside &= walk.region;
        end = walk.end;
        if (end < 64) bad &= (1ULL << end) - 1;
    } else if (state->depth != 1) {
        return 64;
    }
    state->broken |= bad;
    if (__builtin_expect(state->colons.count + 64 > state->colons.capacity, 0)) {
        state->broken = 1;
        state->colons.count = 0;
    }
    add_colons(&state->colons, equal(block, ':') & outside, base);
    state->comma_count += (uint32_t)bit_count(equal(block, ',') & outside);
    return end;
}

// Takes a block with backslashes or control characters in it; `length` is set to how many of its bytes may belong
// to the object, 64 when the line goes on.
__attribute__((always_inline)) static inline int pass_rare_block(object_state *state, scan_block block, int are_lines,
                                                                 uint32_t base, size_t *length) {
    uint64_t controls = at_most(block, 0x1F), valid = ~0ULL;
    uint64_t feeds = controls && are_lines ? equal(block, '\n') : 0;
    if (feeds) valid = (feeds & -feeds) - 1;
    *length = (size_t)first_bit(feeds);
    uint64_t quotes = equal(block, '"') & valid, backslashes = equal(block, '\\') & valid;
    if (backslashes | state->escape_carry) quotes &= ~escaped_bytes(backslashes, &state->escape_carry);
    state->backslashes |= backslashes;
    return pass_block(state, block, quotes, controls, valid, base);
}

// Finds the end of the object or array whose bracket is at `open`, and the colons of its own keys.
//
// Without room for a block's colons, as after thousands of keys on the level above, nothing is looked at: odd.
static object_extent find_object(const scan_input *input, size_t open, uint32_t *colons, uint32_t capacity) {
    if (capacity < 64) return (object_extent){.end = open + 1, .is_odd = 1};
    object_state state = {0, 0, 0, 0, 1, 0, {colons, 0, capacity}};
    const size_t count = input->count;
    size_t position = open + 1, end = count;
    int is_closed = 0;
    for (; position < count; position += 64) {
        scan_block block = load_within(input->bytes, position, count);
        int place;
        size_t length = 64;
        if (__builtin_expect((at_most(block, 0x1F) | equal(block, '\\') | state.escape_carry) == 0, 1)) {
            place = pass_block(&state, block, equal(block, '"'), 0, ~0ULL, (uint32_t)position);
        } else {
            place = pass_rare_block(&state, block, input->are_lines, (uint32_t)position, &length);
        }
        if (place < 64) {
            end = position + (size_t)place + 1;
            is_closed = 1;
            break;
        }
        if (__builtin_expect(length < 64, 0)) {
            end = position + length;
            break;
        }
    }
    return (object_extent){
        .end = end,
        .colon_count = state.colons.count,
        .comma_count = state.comma_count,
        .is_closed = is_closed,
        .is_odd = state.broken != 0,
        .has_backslashes = state.backslashes != 0,
    };
}
