// Which of two numbers is the northing, settled before any tolerance is applied to them.
#pragma once

namespace qitu::reader {

enum class AxisOrder { northing_first, easting_first, unclear };

/// By magnitude, which holds anywhere: an easting with its zone in front is larger than any northing, one without smaller
/// than those beyond 13.5°N; a number beyond 90 cannot be a latitude; else where the region lies.
AxisOrder axis_order(double first, double second);

/// The same of a file that can only lie in China, whose longitudes are above 60 and whose latitudes are below.
AxisOrder axis_order_in_china(double first, double second);

} // namespace qitu::reader
