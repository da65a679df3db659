// A whole order: its structure, its keys, and the values of the needed ones.

typedef struct {
    const scan_plan *plan;
    const scan_input *input;
    scan_output *output;
} scan_context;

// Where one object's values go, and the colons that are still free to use.
typedef struct {
    scan_value *values;
    uint32_t colons_used;
    int is_shop;
} scan_place;

static int read_level(const scan_context *context, const scan_level *level, const uint32_t *colons,
                      scan_place place);

static inline int word_at(const scan_input *input, size_t position, const char *word, size_t length) {
    return input->count - position >= length && memcmp(input->bytes + position, word, length) == 0;
}

// Fills in nulls for a slot that isn't there or is null; 0 when that is odd.
static int read_nothing(const scan_context *context, const scan_slot *slot, scan_place place, int is_null) {
    if (slot->type == SCAN_ABSENCE) return 1;
    if (slot->type == SCAN_INNER) {
        const scan_level *level = context->plan->levels + slot->level;
        const scan_slot *parts = context->plan->slots + level->first_slot;
        for (uint32_t index = 0; index < level->slot_count; index++) {
            if (!read_nothing(context, parts + index, place, is_null)) return 0;
        }
        return 1;
    }
    if (!is_null && place.is_shop && slot->is_left_out_by_shop) return 0;
    if (!(is_null ? slot->accepts_null : slot->accepts_missing)) return 0;
    place.values[slot->column].found = SCAN_FOUND_NULL;
    return 1;
}

// Finds an object at a position and which of its colons belong to which keys; 0 when it is odd.
static int open_object(const scan_context *context, uint32_t level_index, size_t position, uint32_t colons_used,
                       object_extent *extent) {
    const scan_plan *plan = context->plan;
    const scan_level *level = plan->levels + level_index;
    uint32_t *colons = context->output->colons + colons_used;
    const uint8_t *bytes = context->input->bytes;
    *extent = find_object(context->input, position, colons, context->output->colon_capacity - colons_used);
    if (!extent->is_closed || extent->is_odd || bytes[extent->end - 1] != '}') return 0;
    // A key that lost its colon must not be taken for one that isn't there.
    if (extent->comma_count + (extent->colon_count > 0) != extent->colon_count) return 0;
    scan_shape *shape = plan->shapes + level_index;
    if (__builtin_expect(matches_shape(plan, level, shape, bytes, colons, extent), 1)) return 1;
    return learn_shape(plan, level, shape, bytes, colons, extent->colon_count, position);
}

// Reads the parts of an object; gives where it ends, 0 when it is odd.
static size_t read_inner(const scan_context *context, uint32_t level_index, size_t position, scan_place place) {
    object_extent extent;
    if (!open_object(context, level_index, position, place.colons_used, &extent)) return 0;
    const uint32_t *colons = context->output->colons + place.colons_used;
    place.colons_used += extent.colon_count;
    return read_level(context, context->plan->levels + level_index, colons, place) ? extent.end : 0;
}

// Reads a list of objects into a child table; gives where it ends, 0 when it is odd.
static size_t read_rows(const scan_context *context, const scan_slot *slot, size_t position, scan_place place) {
    const scan_input *input = context->input;
    scan_children *children = context->output->children + slot->column;
    position = skip_white(input->bytes, position + 1, input->count);
    if (position < input->count && input->bytes[position] == ']') return position + 1;
    while (position < input->count && input->bytes[position] == '{') {
        if (children->row_count == children->row_capacity) return 0;
        scan_place row = {children->values + (size_t)children->row_count * children->column_count,
                          place.colons_used, 0};
        position = read_inner(context, slot->level, position, row);
        if (position == 0) return 0;
        children->row_count++;
        position = skip_white(input->bytes, position, input->count);
        if (position >= input->count) return 0;
        if (input->bytes[position] == ']') return position + 1;
        if (input->bytes[position] != ',') return 0;
        position = skip_white(input->bytes, position + 1, input->count);
    }
    return 0;
}

// Passes over an object or array whose text is wanted.
static size_t pass_container(const scan_context *context, size_t position, uint32_t colons_used) {
    uint32_t *colons = context->output->colons + colons_used;
    object_extent extent =
        find_object(context->input, position, colons, context->output->colon_capacity - colons_used);
    return extent.is_closed ? extent.end : 0;
}

// Takes the JSON text of a value as it stands.
static size_t read_document(const scan_context *context, const scan_slot *slot, size_t position, scan_place place,
                            scan_value *value) {
    const scan_input *input = context->input;
    uint8_t first = input->bytes[position];
    size_t end = position;
    if (first == '{' || first == '[') {
        if (slot->type != SCAN_ANYTHING && first != (slot->type == SCAN_LIST ? '[' : '{')) return 0;
        end = pass_container(context, position, place.colons_used);
    } else if (slot->type != SCAN_ANYTHING) {
        return 0;
    } else if (first == '"') {
        end = read_text(input, position, value);
    } else {
        while (end < input->count && input->bytes[end] > ' ' && input->bytes[end] != ',' && input->bytes[end] != '}') {
            end++;
        }
    }
    if (end <= position || !is_json(input->bytes, position, end)) return 0;
    value->offset = (uint32_t)position;
    value->length = (uint32_t)(end - position);
    value->found = SCAN_FOUND_TEXT;
    return end;
}

// Reads an amount, written as a number or as a text.
static size_t read_amount(const scan_context *context, const scan_slot *slot, size_t position, scan_value *value) {
    const uint8_t *bytes = context->input->bytes;
    int is_text = bytes[position] == '"';
    size_t end = read_number(bytes, position + (size_t)is_text, is_text, value);
    if (end == 0 || (slot->type == SCAN_INTEGER && value->scale != 0)) return 0;
    if (is_text && bytes[end++] != '"') return 0;
    return end;
}

static size_t read_moment(const scan_context *context, size_t position, scan_value *value) {
    if (context->input->bytes[position] != '"') return 0;
    size_t end = read_text(context->input, position, value);
    if (end == 0 || value->found != SCAN_FOUND_TEXT) return 0;
    int is_common = read_instant(context->input->bytes + value->offset, value->length, &value->number);
    value->found = is_common ? SCAN_FOUND_NUMBER : SCAN_FOUND_RARE_INSTANT;
    value->scale = 0;
    return end;
}

static size_t read_boolean(const scan_context *context, size_t position, scan_value *value) {
    int is_true = word_at(context->input, position, "true", 4);
    if (!is_true && !word_at(context->input, position, "false", 5)) return 0;
    value->number = is_true;
    value->scale = 0;
    value->found = SCAN_FOUND_NUMBER;
    return position + (is_true ? 4 : 5);
}

// Reads a text, or takes a number's spelling for one.
static size_t read_spelling(const scan_context *context, size_t position, scan_value *value) {
    if (__builtin_expect(context->input->bytes[position] == '"', 1)) return read_text(context->input, position, value);
    size_t end = read_number(context->input->bytes, position, 0, value);
    value->offset = (uint32_t)position;
    value->length = (uint32_t)(end - position);
    value->found = SCAN_FOUND_TEXT;
    return end;
}

// Reads the value behind a colon, all of it; 0 when it is odd.
static int read_slot(const scan_context *context, const scan_slot *slot, size_t colon, scan_place place) {
    const scan_input *input = context->input;
    if (slot->type == SCAN_PRESENCE) return 1;
    if (slot->type == SCAN_ABSENCE) return 0;
    size_t position = skip_white(input->bytes, colon + 1, input->count), end = 0;
    if (position >= input->count) return 0;
    uint8_t first = input->bytes[position];
    scan_value *value = place.values + slot->column;
    if (first == 'n') {
        if (!word_at(input, position, "null", 4) || !read_nothing(context, slot, place, 1)) return 0;
        end = position + 4;
    } else {
        switch ((scan_type)slot->type) {
        case SCAN_TEXT: end = read_spelling(context, position, value); break;
        case SCAN_INTEGER:
        case SCAN_MONEY: end = read_amount(context, slot, position, value); break;
        case SCAN_BOOLEAN: end = read_boolean(context, position, value); break;
        case SCAN_INSTANT: end = read_moment(context, position, value); break;
        case SCAN_OBJECT:
        case SCAN_LIST:
        case SCAN_ANYTHING: end = read_document(context, slot, position, place, value); break;
        case SCAN_INNER: end = first == '{' ? read_inner(context, slot->level, position, place) : 0; break;
        case SCAN_ROWS: end = first == '[' ? read_rows(context, slot, position, place) : 0; break;
        case SCAN_PRESENCE:
        case SCAN_ABSENCE: break;
        }
    }
    if (end == 0) return 0;
    end = skip_white(input->bytes, end, input->count);
    return end < input->count && (input->bytes[end] == ',' || input->bytes[end] == '}');
}

// Reads all slots of an object whose keys have been placed.
static int read_level(const scan_context *context, const scan_level *level, const uint32_t *colons,
                      scan_place place) {
    const scan_plan *plan = context->plan;
    const scan_slot *slots = plan->slots + level->first_slot;
    for (uint32_t index = 0; index < level->slot_count; index++) {
        const scan_slot *slot = slots + index;
        uint32_t key = slot->first_key, last = (uint32_t)slot->first_key + slot->key_count;
        while (key < last && plan->places[key] < 0) key++;
        if (key == last) {
            if (!read_nothing(context, slot, place, 0)) return 0;
            continue;
        }
        scan_place own = place;
        if (slot->type == SCAN_INNER) own.is_shop = plan->keys[key].is_shop;
        if (!read_slot(context, slot, colons[plan->places[key]], own)) return 0;
    }
    return 1;
}

// The first line feed from a position on, or the count.
static size_t find_line_feed(const uint8_t *bytes, size_t position, size_t count) {
    const void *found = position < count ? memchr(bytes + position, '\n', count - position) : NULL;
    return found ? (size_t)((const uint8_t *)found - bytes) : count;
}

// Scans the order whose line begins at `start`.
static scan_status scan_order(const scan_plan *plan, const scan_input *input, size_t start, scan_output *output,
                              size_t *end) {
    const uint8_t *bytes = input->bytes;
    const size_t count = input->count;
    size_t position = start;
    while (position < count && is_white(bytes[position]) && !(input->are_lines && bytes[position] == '\n')) position++;
    if (position >= count || bytes[position] != '{') {
        *end = input->are_lines ? find_line_feed(bytes, position, count) : count;
        return *end == position ? SCAN_BLANK : SCAN_ODD;
    }
    const scan_context context = {plan, input, output};
    output->children[0].row_count = 0;
    output->children[1].row_count = 0;
    object_extent extent;
    const size_t open = position;
    int is_plain = open_object(&context, 0, position, 0, &extent);
    position = extent.end;
    if (extent.is_closed) {
        while (position < count && is_white(bytes[position]) && bytes[position] != '\n') position++;
        if (!input->are_lines) position = skip_white(bytes, position, count);
    }
    *end = input->are_lines ? find_line_feed(bytes, position, count) : count;
    if (!is_plain || *end != position) return SCAN_ODD;
    if (input->checks_all && !is_json(bytes, open, extent.end)) return SCAN_ODD;
    const scan_place place = {output->values, extent.colon_count, 0};
    return read_level(&context, plan->levels, output->colons, place) ? SCAN_ROW : SCAN_ODD;
}
