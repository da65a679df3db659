// The scanner in plain C, for any machine.

#include <string.h>

#include "scan_builds.h"

#define SCAN_WIDTH 0
#include "scan_masks.h"
#include "scan_utf8.h"
#include "scan_object.h"
#include "scan_shape.h"
#include "scan_values.h"
#include "scan_json.h"
#include "scan_order.h"

const scan_functions scan_plain_functions = {scan_order};
