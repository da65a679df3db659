// Whether bytes are valid UTF-8.

static int is_sound_sequence(const uint8_t *bytes, size_t length) {
    uint8_t second = bytes[1];
    switch (bytes[0]) {
    case 0xE0: if (second < 0xA0) return 0; break;
    case 0xED: if (second > 0x9F) return 0; break;
    case 0xF0: if (second < 0x90) return 0; break;
    case 0xF4: if (second > 0x8F) return 0; break;
    default: break;
    }
    for (size_t index = 1; index < length; index++) {
        if ((bytes[index] & 0xC0) != 0x80) return 0;
    }
    return 1;
}

// Whether bytes are valid UTF-8, one sequence at a time.
static int is_utf8_slowly(const uint8_t *bytes, size_t length) {
    size_t position = 0;
    while (position < length) {
        uint8_t first = bytes[position];
        size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || size > length - position) return 0;
        if (size > 1 && !is_sound_sequence(bytes + position, size)) return 0;
        position += size;
    }
    return 1;
}

// Whether bytes are valid UTF-8: by masks where there are only sequences of two and the usual ones of three.
static int is_utf8(const uint8_t *bytes, size_t position, size_t length, size_t count) {
    uint64_t carry = 0;
    for (size_t done = 0; done < length; done += 64) {
        size_t rest = length - done;
        uint64_t valid = rest >= 64 ? ~0ULL : (1ULL << rest) - 1;
        scan_block block = load_within(bytes, position + done, count);
        uint64_t high = ~at_most(block, 0x7F) & valid;
        if ((high | carry) == 0) continue;
        uint64_t up_to_three = at_most(block, 0xE0), up_to_two = at_most(block, 0xDF);
        uint64_t following = at_most(block, 0xBF) & high;
        uint64_t twos = up_to_two & ~at_most(block, 0xC1) & high;
        uint64_t threes = at_most(block, 0xEF) & ~up_to_three & ~equal(block, 0xED) & high;
        if ((following | twos | threes) != high) return is_utf8_slowly(bytes + position, length);
        uint64_t leads = twos | threes;
        if (((leads << 1) | (threes << 2) | carry) != following) return 0;
        carry = (leads >> 63) | (threes >> 62);
    }
    return carry == 0;
}
