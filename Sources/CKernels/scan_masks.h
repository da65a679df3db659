// Sixty-four bytes at a time: loads, and comparisons that give a bit per byte. One of four forms is compiled, as
// SCAN_WIDTH says: 512, 256, 128, or 0 for plain C.

static inline uint64_t load_eight(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

#if SCAN_WIDTH == 512

typedef __m512i scan_block;

static inline scan_block load_block(const uint8_t *bytes) { return _mm512_loadu_si512(bytes); }
static inline uint64_t equal(scan_block block, uint8_t byte) {
    return _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8((char)byte));
}
static inline uint64_t at_most(scan_block block, uint8_t byte) {
    return _mm512_cmple_epu8_mask(block, _mm512_set1_epi8((char)byte));
}
static inline scan_block folded(scan_block block) { return _mm512_or_si512(block, _mm512_set1_epi8(0x20)); }

#elif SCAN_WIDTH == 256

typedef struct {
    __m256i parts[2];
} scan_block;

static inline scan_block load_block(const uint8_t *bytes) {
    return (scan_block){{_mm256_loadu_si256((const __m256i *)bytes), _mm256_loadu_si256((const __m256i *)bytes + 1)}};
}
static inline uint64_t joined(__m256i low, __m256i high) {
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 | (uint32_t)_mm256_movemask_epi8(low);
}
static inline uint64_t equal(scan_block block, uint8_t byte) {
    __m256i all = _mm256_set1_epi8((char)byte);
    return joined(_mm256_cmpeq_epi8(block.parts[0], all), _mm256_cmpeq_epi8(block.parts[1], all));
}
static inline uint64_t at_most(scan_block block, uint8_t byte) {
    __m256i all = _mm256_set1_epi8((char)byte);
    return joined(_mm256_cmpeq_epi8(_mm256_max_epu8(block.parts[0], all), all),
                  _mm256_cmpeq_epi8(_mm256_max_epu8(block.parts[1], all), all));
}
static inline scan_block folded(scan_block block) {
    __m256i bit = _mm256_set1_epi8(0x20);
    return (scan_block){{_mm256_or_si256(block.parts[0], bit), _mm256_or_si256(block.parts[1], bit)}};
}

#elif SCAN_WIDTH == 128

typedef struct {
    __m128i parts[4];
} scan_block;

static inline scan_block load_block(const uint8_t *bytes) {
    const __m128i *from = (const __m128i *)bytes;
    return (scan_block){
        {_mm_loadu_si128(from), _mm_loadu_si128(from + 1), _mm_loadu_si128(from + 2), _mm_loadu_si128(from + 3)}};
}
static inline uint64_t equal(scan_block block, uint8_t byte) {
    __m128i all = _mm_set1_epi8((char)byte);
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++) {
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block.parts[part], all)) << (16 * part);
    }
    return mask;
}
static inline uint64_t at_most(scan_block block, uint8_t byte) {
    __m128i all = _mm_set1_epi8((char)byte);
    uint64_t mask = 0;
    for (int part = 0; part < 4; part++) {
        __m128i larger = _mm_max_epu8(block.parts[part], all);
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(larger, all)) << (16 * part);
    }
    return mask;
}
static inline scan_block folded(scan_block block) {
    for (int part = 0; part < 4; part++) block.parts[part] = _mm_or_si128(block.parts[part], _mm_set1_epi8(0x20));
    return block;
}

#else

typedef struct {
    uint64_t words[8];
} scan_block;

static const uint64_t ones = 0x0101010101010101;
static const uint64_t highs = 0x8080808080808080;

static inline scan_block load_block(const uint8_t *bytes) {
    scan_block block;
    for (int word = 0; word < 8; word++) block.words[word] = load_eight(bytes + 8 * word);
    return block;
}
// The high bits of eight bytes as eight bits.
static inline uint64_t gathered(uint64_t marks) { return ((marks & highs) >> 7) * 0x0102040810204080 >> 56; }
static inline uint64_t equal(scan_block block, uint8_t byte) {
    uint64_t mask = 0;
    for (int word = 0; word < 8; word++) {
        uint64_t difference = block.words[word] ^ ones * byte;
        uint64_t nonzero = ((difference & ~highs) + ~highs) | difference;
        mask |= gathered(~nonzero) << (8 * word);
    }
    return mask;
}
static inline uint64_t at_most(scan_block block, uint8_t byte) {
    uint64_t mask = 0;
    for (int word = 0; word < 8; word++) {
        uint64_t sum = (block.words[word] & ~highs) + ones * (0x7F - (byte & 0x7F));
        uint64_t larger = byte & 0x80 ? sum & block.words[word] : sum | block.words[word];
        mask |= gathered(~larger) << (8 * word);
    }
    return mask;
}
static inline scan_block folded(scan_block block) {
    for (int word = 0; word < 8; word++) block.words[word] |= ones * 0x20;
    return block;
}

#endif

// The bits from each set bit up to but without the next one: the insides of texts, from the quotes.
static inline uint64_t prefix_xor(uint64_t bits) {
#if SCAN_WIDTH >= 256
    return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)bits), _mm_set1_epi8(-1), 0));
#else
    for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
#endif
}

static inline int first_bit(uint64_t bits) { return bits ? __builtin_ctzll(bits) : 64; }
static inline int bit_count(uint64_t bits) { return __builtin_popcountll(bits); }

// The bytes behind a backslash that is not itself behind one; `carry` goes from block to block.
static inline uint64_t escaped_bytes(uint64_t backslashes, uint64_t *carry) {
    const uint64_t odd_bits = 0xAAAAAAAAAAAAAAAA;
    backslashes &= ~*carry;
    uint64_t following = backslashes << 1 | *carry;
    uint64_t odd_starts = backslashes & odd_bits & ~following;
    uint64_t even_sequences;
    *carry = __builtin_add_overflow(odd_starts, backslashes, &even_sequences);
    return ((odd_bits >> 1) ^ (even_sequences << 1)) & following;
}

// A block of which only some bytes are there; spaces stand for the rest.
static inline scan_block load_tail(const uint8_t *bytes, size_t count) {
    uint8_t padded[64];
    memset(padded, ' ', 64);
    memcpy(padded, bytes, count);
    return load_block(padded);
}

static inline scan_block load_within(const uint8_t *bytes, size_t position, size_t count) {
    if (__builtin_expect(position + 64 <= count, 1)) return load_block(bytes + position);
    return load_tail(bytes + position, position < count ? count - position : 0);
}
