// Which colon of an object belongs to which key: by the shape of the object before, or by looking at every key.

static inline int is_white(uint8_t byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

// The key whose bytes, quotes and all, end at `end`; `end` has room for it before.
static inline int has_key_before(const uint8_t *bytes, size_t end, const uint8_t *key, size_t length) {
    if (end < length + 2) return 0;
    const uint8_t *start = bytes + end - length - 2;
    return start[0] == '"' && start[length + 1] == '"' && memcmp(start + 1, key, length) == 0;
}

// Whether what stands before a key's opening quote is what belongs there, so that the quote is one.
static inline int is_key_start(const uint8_t *bytes, size_t quote) {
    while (quote > 0) {
        uint8_t byte = bytes[quote - 1];
        if (byte == ',' || byte == '{') return 1;
        if (!is_white(byte)) return 0;
        quote -= 1;
    }
    return 0;
}

// No backslash in a key's bytes, its quotes and the byte before them.
static inline int is_unescaped(const uint8_t *bytes, size_t colon, size_t length) {
    if (colon < 64 || length > 60 || bytes[colon - length - 2] != '"') return 0;
    return equal(load_block(bytes + colon - 64), '\\') >> (64 - length - 3) == 0;
}

// Whether an object's keys are those of the shape, in the same order, every needed one once.
static int matches_shape(const scan_plan *plan, const scan_level *level, const scan_shape *shape,
                         const uint8_t *bytes, const uint32_t *colons, const object_extent *extent) {
    uint32_t count = extent->colon_count;
    if (!shape->is_known || count != shape->count || (count > 0 && colons[0] < 8)) return 0;
    uint64_t difference = 0;
    for (uint32_t index = 0; index < count; index++) {
        difference |= (load_eight(bytes + colons[index] - 8) & shape->masks[index]) ^ shape->suffixes[index];
    }
    if (difference) return 0;
    for (uint32_t pair = 0; pair < shape->pair_count; pair++) {
        const scan_key *key = plan->keys + shape->pair_keys[pair];
        const uint8_t *key_bytes = plan->key_bytes + key->offset;
        if (has_key_before(bytes, colons[shape->pair_places[pair]], key_bytes, key->length)) return 0;
    }
    for (uint32_t index = level->first_key; index < (uint32_t)level->first_key + level->key_count; index++) {
        if (plan->places[index] < 0) continue;
        const scan_key *key = plan->keys + index;
        size_t colon = colons[plan->places[index]];
        if (!has_key_before(bytes, colon, plan->key_bytes + key->offset, key->length)) return 0;
        if (!is_key_start(bytes, colon - key->length - 2)) return 0;
    }
    if (__builtin_expect(extent->has_backslashes, 0)) {
        for (uint32_t index = 0; index < count; index++) {
            if (!is_unescaped(bytes, colons[index], shape->lengths[index])) return 0;
        }
    }
    return 1;
}

typedef struct {
    size_t start;
    size_t length;
    int is_plain;     // a text without escapes, where a key belongs
    int is_adjacent;  // the colon follows at once
} found_key;

// The key before a colon; nothing before `floor` belongs to it.
static found_key key_before(const uint8_t *bytes, size_t floor, size_t colon) {
    found_key key = {0, 0, 0, 1};
    size_t end = colon;
    while (end > floor && is_white(bytes[end - 1])) end--;
    key.is_adjacent = end == colon;
    if (end < floor + 2 || bytes[end - 1] != '"') return key;
    size_t start = end - 1;
    while (start > floor && bytes[start - 1] != '"') {
        if (bytes[start - 1] == '\\') return key;
        start--;
    }
    if (start <= floor + 1) return key;
    key.start = start;
    key.length = end - 1 - start;
    key.is_plain = is_key_start(bytes, start - 1) && is_utf8_slowly(bytes + start, key.length);
    return key;
}

// Notes which colon each needed key has; 0 when one has two.
static int place_key(const scan_plan *plan, const scan_level *level, const uint8_t *bytes, found_key found,
                     uint32_t place) {
    for (uint32_t index = level->first_key; index < (uint32_t)level->first_key + level->key_count; index++) {
        const scan_key *key = plan->keys + index;
        if (key->length != found.length) continue;
        if (memcmp(plan->key_bytes + key->offset, bytes + found.start, found.length) != 0) continue;
        if (plan->places[index] >= 0) return 0;
        plan->places[index] = (int16_t)place;
    }
    return 1;
}

// The last eight bytes up to and with a key's closing quote, as `matches_shape` loads them.
static uint64_t key_suffix(const uint8_t *key, size_t length, uint64_t *mask) {
    uint8_t bytes[8] = {0};
    size_t known = length + 2 < 8 ? length + 2 : 8;
    *mask = known == 8 ? ~0ULL : ~0ULL << (64 - 8 * known);
    bytes[7] = '"';
    for (size_t back = 1; back < known; back++) bytes[7 - back] = back <= length ? key[length - back] : '"';
    return load_eight(bytes);
}

// Lists the keys of a shape that another object could have under the same suffix as a needed key.
static int list_pairs(const scan_plan *plan, const scan_level *level, scan_shape *shape) {
    shape->pair_count = 0;
    for (uint32_t index = level->first_key; index < (uint32_t)level->first_key + level->key_count; index++) {
        const scan_key *key = plan->keys + index;
        uint64_t mask, suffix = key_suffix(plan->key_bytes + key->offset, key->length, &mask);
        for (uint32_t place = 0; place < shape->count; place++) {
            if (plan->places[index] == (int16_t)place) continue;
            if (((suffix ^ shape->suffixes[place]) & mask & shape->masks[place]) != 0) continue;
            if (shape->pair_count == SCAN_SHAPE_PAIRS) return 0;
            shape->pair_places[shape->pair_count] = (uint8_t)place;
            shape->pair_keys[shape->pair_count++] = (uint16_t)index;
        }
    }
    return 1;
}

// Looks at every key of an object and remembers them; 0 when one is odd.
static int learn_shape(const scan_plan *plan, const scan_level *level, scan_shape *shape, const uint8_t *bytes,
                       const uint32_t *colons, uint32_t count, size_t open) {
    int is_regular = count <= SCAN_SHAPE_KEYS;
    shape->is_known = 0;
    for (uint32_t index = 0; index < level->key_count; index++) plan->places[level->first_key + index] = -1;
    if (count > INT16_MAX) return 0;
    for (uint32_t place = 0; place < count; place++) {
        size_t floor = place == 0 ? open : colons[place - 1];
        found_key key = key_before(bytes, floor, colons[place]);
        if (!key.is_plain || !place_key(plan, level, bytes, key, place)) return 0;
        is_regular &= key.is_adjacent && key.length <= 60;
        if (is_regular) {
            shape->suffixes[place] = key_suffix(bytes + key.start, key.length, &shape->masks[place]);
            shape->lengths[place] = (uint8_t)key.length;
        }
    }
    shape->count = count;
    shape->is_known = is_regular && list_pairs(plan, level, shape);
    return 1;
}
