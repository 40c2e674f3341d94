// Whether a figure is valid; the checker reads the WKB once for this and for the fingerprint.
#pragma once

#include "figure.h"

#include <qitu/quality/quality.h>

namespace qitu::quality {

std::optional<Defect> defect_of(const Figure &figure);

} // namespace qitu::quality
