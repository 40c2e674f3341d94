// clock: the time that files are stamped with.
#pragma once

#include <cstdint>
#include <string>

namespace qitu {

/// Milliseconds since 1970, UTC: now, or SOURCE_DATE_EPOCH where it is set.
std::int64_t time_now();
/// The same to the second, as GeoPackage writes time.
std::string time_stamp();
/// The date, 2026-11-29, that a report bears: of the place, or in UTC where SOURCE_DATE_EPOCH is set.
std::string today();

} // namespace qitu
