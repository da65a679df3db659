// Single values: texts, numbers, instants. Each reader begins at the value's first byte, gives where it ends, and
// 0 for whatever is odd. The value lies in a closed object, so a byte that ends it comes before the input does.

static inline size_t skip_white(const uint8_t *bytes, size_t position, size_t count) {
    while (position < count && is_white(bytes[position])) position++;
    return position;
}

static inline int is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

// Reads a text, from its opening quote; gives where it ends, behind the closing one.
static size_t read_text(const scan_input *input, size_t position, scan_value *value) {
    const size_t start = position + 1, count = input->count;
    uint64_t escape_carry = 0, all_backslashes = 0, high = 0;
    for (size_t next = start; next < count; next += 64) {
        scan_block block = load_within(input->bytes, next, count);
        uint64_t quotes = equal(block, '"'), backslashes = equal(block, '\\');
        if (__builtin_expect((backslashes | escape_carry) != 0, 0)) {
            quotes &= ~escaped_bytes(backslashes, &escape_carry);
        }
        uint64_t before = quotes ? (quotes & -quotes) - 1 : ~0ULL;
        all_backslashes |= backslashes & before;
        high |= ~at_most(block, 0x7F) & before;
        if (!quotes) continue;
        size_t length = next + (size_t)first_bit(quotes) - start;
        if (high && !is_utf8(input->bytes, start, length, count)) return 0;
        value->offset = (uint32_t)start;
        value->length = (uint32_t)length;
        value->found = all_backslashes ? SCAN_FOUND_ESCAPED_TEXT : SCAN_FOUND_TEXT;
        return start + length + 1;
    }
    return 0;
}

// Reads a number without an exponent and of at most 18 digits. JSON's own grammar allows no zero in front.
static size_t read_number(const uint8_t *bytes, size_t position, int is_text, scan_value *value) {
    int is_negative = bytes[position] == '-';
    size_t start = position + (size_t)is_negative, next = start;
    uint64_t number = 0;
    while (is_digit(bytes[next]) && next - start < 19) number = number * 10 + (uint64_t)(bytes[next++] - '0');
    size_t digits = next - start, decimals = 0;
    if (digits == 0 || (!is_text && digits > 1 && bytes[start] == '0')) return 0;
    if (bytes[next] == '.' && digits < 19) {
        size_t point = next++;
        while (is_digit(bytes[next]) && next - start < 20) number = number * 10 + (uint64_t)(bytes[next++] - '0');
        decimals = next - point - 1;
        if (decimals == 0) return 0;
    }
    if (digits + decimals > 18) return 0;
    value->number = is_negative ? -(int64_t)number : (int64_t)number;
    value->scale = (uint8_t)decimals;
    value->found = SCAN_FOUND_NUMBER;
    return next;
}

// The number that a run of digits spells; `wrong` gets a bit above the digits' when one is none.
static inline int64_t digits_at(const uint8_t *bytes, int count, unsigned *wrong) {
    unsigned number = 0;
    for (int index = 0; index < count; index++) {
        unsigned digit = (unsigned)bytes[index] - '0';
        *wrong |= digit > 9;
        number = number * 10 + digit;
    }
    return number;
}

// Days from 1970-01-01 to a day of the Gregorian calendar.
static inline int64_t days_since_epoch(int64_t year, int64_t month, int64_t day) {
    year -= month <= 2;
    int64_t era = year / 400, year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static inline int is_date(int64_t year, int64_t month, int64_t day) {
    static const uint8_t lengths[16] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};
    if (month < 1 || month > 12 || day < 1) return 0;
    int is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= lengths[month] + (month == 2 && is_leap);
}

// Reads `2025-12-27T18:17:09.771123Z` and the like with an offset; 0 for any other form.
static int read_instant(const uint8_t *text, size_t length, int64_t *microseconds) {
    if (length < 20) return 0;
    unsigned wrong = 0;
    int64_t year = digits_at(text, 4, &wrong), month = digits_at(text + 5, 2, &wrong);
    int64_t day = digits_at(text + 8, 2, &wrong), hour = digits_at(text + 11, 2, &wrong);
    int64_t minute = digits_at(text + 14, 2, &wrong), second = digits_at(text + 17, 2, &wrong);
    wrong |= text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':';
    wrong |= (text[10] != 'T' && text[10] != ' ') || hour > 23 || minute > 59 || second > 59;
    if (wrong || year < 2 || year > 9998 || !is_date(year, month, day)) return 0;
    size_t position = 19;
    int64_t fraction = 0;
    if (text[position] == '.') {
        size_t start = ++position;
        while (position < length && is_digit(text[position])) {
            if (position - start < 6) fraction = fraction * 10 + (text[position] - '0');
            position++;
        }
        size_t digits = position - start;
        if (digits < 1 || digits > 12) return 0;
        for (; digits < 6; digits++) fraction *= 10;
    }
    int64_t offset = 0;
    if (length - position == 6 && (text[position] == '+' || text[position] == '-') && text[position + 3] == ':') {
        int64_t hours = digits_at(text + position + 1, 2, &wrong), minutes = digits_at(text + position + 4, 2, &wrong);
        if (wrong || hours > 23 || minutes > 59) return 0;
        offset = (hours * 3600 + minutes * 60) * (text[position] == '-' ? -1 : 1);
    } else if (length - position != 1 || text[position] != 'Z') {
        return 0;
    }
    int64_t seconds = days_since_epoch(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
    *microseconds = seconds * 1000000 + fraction;
    return 1;
}
