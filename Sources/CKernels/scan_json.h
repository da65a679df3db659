// Whether a part of a document is JSON, by its whole grammar: for parts that are kept as they stand.

// The containers that are open: a bit each, set for an object.
typedef struct {
    uint64_t kinds[8];
    int depth;
} open_containers;

static inline int push_container(open_containers *open, int is_object) {
    if (open->depth == 512) return 0;
    uint64_t bit = 1ULL << (open->depth & 63);
    uint64_t *word = open->kinds + (open->depth++ >> 6);
    *word = is_object ? *word | bit : *word & ~bit;
    return 1;
}

static inline int is_in_object(const open_containers *open) {
    int top = open->depth - 1;
    return (int)(open->kinds[top >> 6] >> (top & 63) & 1);
}

// Passes over the escape whose backslash is at `position`; 0 when it is malformed.
static size_t pass_escape(const uint8_t *bytes, size_t position, size_t end) {
    if (end - position < 2) return 0;
    uint8_t letter = bytes[position + 1];
    if (letter != 'u') return letter && strchr("\"\\/bfnrt", letter) ? position + 2 : 0;
    if (end - position < 6) return 0;
    for (size_t index = position + 2; index < position + 6; index++) {
        if (!is_digit(bytes[index]) && (uint8_t)((bytes[index] | 0x20) - 'a') > 5) return 0;
    }
    return position + 6;
}

// Passes over the text whose opening quote is at `position`; 0 when it is none.
static size_t pass_text(const uint8_t *bytes, size_t position, size_t end) {
    const size_t start = position + 1;
    uint64_t high = 0;
    position = start;
    while (position < end) {
        scan_block block = load_within(bytes, position, end);
        uint64_t stops = equal(block, '"') | equal(block, '\\') | at_most(block, 0x1F);
        uint64_t before = stops ? (stops & -stops) - 1 : ~0ULL;
        high |= ~at_most(block, 0x7F) & before;
        position += (size_t)first_bit(stops);
        if (!stops) continue;
        if (bytes[position] == '"') {
            return high && !is_utf8(bytes, start, position - start, end) ? 0 : position + 1;
        }
        position = bytes[position] == '\\' ? pass_escape(bytes, position, end) : 0;
        if (position == 0) return 0;
    }
    return 0;
}

static size_t pass_digits(const uint8_t *bytes, size_t position, size_t end) {
    while (position < end && is_digit(bytes[position])) position++;
    return position;
}

// Passes over a number; 0 when it is none.
static size_t pass_number(const uint8_t *bytes, size_t position, size_t end) {
    size_t start = position + (bytes[position] == '-');
    position = pass_digits(bytes, start, end);
    if (position == start || (bytes[start] == '0' && position > start + 1)) return 0;
    if (position < end && bytes[position] == '.') {
        start = position + 1;
        position = pass_digits(bytes, start, end);
        if (position == start) return 0;
    }
    if (position < end && (bytes[position] | 0x20) == 'e') {
        start = position + 1;
        if (start < end && (bytes[start] == '+' || bytes[start] == '-')) start++;
        position = pass_digits(bytes, start, end);
        if (position == start) return 0;
    }
    return position;
}

static size_t pass_word(const uint8_t *bytes, size_t position, size_t end, const char *word) {
    size_t length = strlen(word);
    return end - position >= length && memcmp(bytes + position, word, length) == 0 ? position + length : 0;
}

// Passes over a text, number or word; 0 when it is none.
static inline size_t pass_scalar(const uint8_t *bytes, size_t position, size_t end) {
    switch (bytes[position]) {
    case '"': return pass_text(bytes, position, end);
    case 't': return pass_word(bytes, position, end, "true");
    case 'f': return pass_word(bytes, position, end, "false");
    case 'n': return pass_word(bytes, position, end, "null");
    default: return pass_number(bytes, position, end);
    }
}

// Passes over a key, its colon and the space around them; 0 when there is none.
static inline size_t pass_key(const uint8_t *bytes, size_t position, size_t end) {
    position = skip_white(bytes, position, end);
    if (position >= end || bytes[position] != '"') return 0;
    position = pass_text(bytes, position, end);
    if (position == 0) return 0;
    position = skip_white(bytes, position, end);
    return position < end && bytes[position] == ':' ? position + 1 : 0;
}

// Closes containers and passes over the comma behind a value, and the key behind that in an object. Gives where the
// next value begins, `end` when there is none because the outermost one is closed, 0 when something is wrong.
static size_t pass_to_next_value(open_containers *open, const uint8_t *bytes, size_t position, size_t end) {
    while (open->depth > 0) {
        position = skip_white(bytes, position, end);
        if (position >= end) return 0;
        int is_object = is_in_object(open);
        if (bytes[position] == ',') return is_object ? pass_key(bytes, position + 1, end) : position + 1;
        if (bytes[position] != (is_object ? '}' : ']')) return 0;
        position++;
        open->depth--;
    }
    return position == end ? end : 0;
}

// Whether the bytes from `position` to `end` are one JSON value with nothing around it.
static int is_json(const uint8_t *bytes, size_t position, size_t end) {
    open_containers open = {{0}, 0};
    while (1) {
        position = skip_white(bytes, position, end);
        if (position >= end) return 0;
        uint8_t first = bytes[position];
        if (first == '{' || first == '[') {
            int is_object = first == '{';
            if (!push_container(&open, is_object)) return 0;
            size_t inner = skip_white(bytes, position + 1, end);
            if (inner >= end) return 0;
            if (bytes[inner] != (is_object ? '}' : ']')) {
                position = is_object ? pass_key(bytes, inner, end) : inner;
                if (position == 0) return 0;
                continue;
            }
            position = inner;
        } else {
            position = pass_scalar(bytes, position, end);
            if (position == 0) return 0;
        }
        position = pass_to_next_value(&open, bytes, position, end);
        if (position == 0) return 0;
        if (open.depth == 0) return 1;
    }
}
