#include "crs/unclear_angles.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>

namespace qitu::reader {

void refuse_unclear_angles(const std::string &where) {
    throw NeedsParameter(
        Parameter::angles, ErrorKind::unreadable,
        say("{}: the coordinates are degrees whose digits behind the point could all be minutes and seconds "
            "(packed, ddd.mmss: 107.2538 for 107°25′38″). Say whether they are decimal or packed degrees.",
            where));
}

} // namespace qitu::reader
