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

// The bits of a block at which the depth is 1, and where it becomes 0; walks the brackets.
typedef struct {
    uint64_t region;
    int end;  // 64 when the object goes on
} block_walk;

static inline block_walk walk_brackets(uint64_t brackets, uint64_t opens, int64_t *depth) {
    block_walk walk = {0, 64};
    uint64_t passed = 0;
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

// The bits before the first line feed of a block; all of them when there is none.
static inline uint64_t before_line_feed(scan_block block) {
    uint64_t feeds = equal(block, '\n');
    return feeds ? (feeds & -feeds) - 1 : ~0ULL;
}

// Finds the end of the object or array whose bracket is at `open`, and the colons of its own keys.
static object_extent find_object(const scan_input *input, size_t open, uint32_t *colons, uint32_t capacity) {
    object_extent extent = {0, 0, 0, 0, 0, 0};
    colon_list list = {colons, 0, capacity};
    const size_t count = input->count;
    uint64_t is_inside = 0, escape_carry = 0, all_backslashes = 0, broken = 0;
    int64_t depth = 1;
    for (size_t position = open + 1; position < count; position += 64) {
        scan_block block = load_within(input->bytes, position, count);
        scan_block bent = folded(block);
        uint64_t quotes = equal(block, '"'), backslashes = equal(block, '\\'), controls = at_most(block, 0x1F);
        uint64_t opens = equal(bent, '{'), closes = equal(bent, '}'), valid = ~0ULL;
        if (__builtin_expect(controls != 0, 0) && input->are_lines) valid = before_line_feed(block);
        quotes &= valid;
        backslashes &= valid;
        if (__builtin_expect((backslashes | escape_carry) != 0, 0)) {
            all_backslashes |= backslashes;
            quotes &= ~escaped_bytes(backslashes, &escape_carry);
        }
        uint64_t inside = prefix_xor(quotes) ^ is_inside;
        is_inside = (uint64_t)((int64_t)inside >> 63);
        uint64_t outside = ~inside & valid;
        uint64_t bad = controls & inside & valid;
        opens &= outside;
        closes &= outside;
        uint64_t brackets = opens | closes, region = ~0ULL;
        int close_count = bit_count(closes);
        if (depth - close_count >= 2) {
            depth += bit_count(opens) - close_count;
            broken |= bad | (uint64_t)(depth > DEPTH_LIMIT);
        } else {
            if (brackets) {
                block_walk walk = walk_brackets(brackets, opens, &depth);
                region = walk.region;
                if (walk.end < 64) {
                    extent.end = position + (size_t)walk.end + 1;
                    extent.is_closed = 1;
                    valid = (2ULL << walk.end) - 1;
                    bad &= valid;
                }
            } else if (depth != 1) {
                region = 0;
            }
            broken |= bad;
            if (__builtin_expect(list.count + 64 > list.capacity, 0)) {
                broken = 1;
                list.count = 0;
            }
            region &= outside;
            add_colons(&list, equal(block, ':') & region, (uint32_t)position);
            extent.comma_count += (uint32_t)bit_count(equal(block, ',') & region);
        }
        if (extent.is_closed) break;
        if (__builtin_expect(valid != ~0ULL, 0)) {
            extent.end = position + (size_t)bit_count(valid);
            break;
        }
    }
    if (!extent.is_closed && extent.end == 0) extent.end = count;
    extent.colon_count = list.count;
    extent.is_odd = broken != 0;
    extent.has_backslashes = all_backslashes != 0;
    return extent;
}

// Goes on looking for the end of an object, over the whole blocks and the rest of what has come.
static scan_border_finding find_border(scan_border *border, const uint8_t *bytes, size_t count) {
    while (border->position < count) {
        size_t position = border->position;
        size_t length = count - position < 64 ? count - position : 64;
        scan_block block = load_within(bytes, position, count);
        scan_block bent = folded(block);
        uint64_t present = length == 64 ? ~0ULL : (1ULL << length) - 1;
        uint64_t quotes = equal(block, '"'), backslashes = equal(block, '\\');
        if (__builtin_expect((backslashes | border->is_escaped) != 0, 0)) {
            uint64_t carry = border->is_escaped;
            uint64_t escaped = escaped_bytes(backslashes, &carry);
            quotes &= ~escaped;
            border->is_escaped = length == 64 ? carry : escaped >> length & 1;
        }
        uint64_t inside = prefix_xor(quotes) ^ border->is_inside_text;
        uint64_t feeds = equal(block, '\n') & inside;
        uint64_t opens = equal(bent, '{') & ~inside, closes = equal(bent, '}') & ~inside;
        border->is_inside_text = (uint64_t)((int64_t)(inside << (64 - length)) >> 63);
        // A line feed in a text comes first if the object ends behind it.
        if (feeds) {
            uint64_t before = (feeds & -feeds) - 1;
            opens &= before;
            closes &= before;
        }
        int close_count = bit_count(closes);
        if (border->depth > close_count) {
            border->depth += bit_count(opens) - close_count;
        } else {
            int end = walk_brackets((opens | closes) & present, opens, &border->depth).end;
            if (end < 64) {
                border->position = position + (size_t)end + 1;
                return SCAN_BORDER_END;
            }
        }
        if (feeds) {
            border->position = position + (size_t)first_bit(feeds) + 1;
            return SCAN_BORDER_BROKEN;
        }
        border->position = position + length;
    }
    return SCAN_BORDER_NEEDS_MORE;
}
