// The borders of townships (苏木乡镇), where a bureau gives them, as a coverage of its banners.
#pragma once

#include <qitu/data/boundaries/boundaries.h>

#include <filesystem>
#include <vector>

namespace qitu::boundaries {

/// Any file that the reader reads, with one or several polygons for each township, a field with its code and
/// one with its name. The first six of the nine digits of a code are the banner's (longer codes count by
/// their first nine); `options.map` may name the fields as code and name. Townships are cut at their banner's
/// border; what of a banner lies in none is a unit of its own, with the code of the banner and 000 behind it.
/// `league` of the result is the code of the banner. Banners may be without townships.
///
/// Throws Error (refused), naming the township and the place, when a code has fewer digits or another banner
/// than those given, a border is invalid, and when townships overlap or lie outside their banner by more than
/// the tolerance.
std::vector<workspace::Boundary> read_townships(const std::filesystem::path &file,
                                                const reader::OpenOptions &options,
                                                const Tolerance &tolerance,
                                                const std::vector<workspace::Boundary> &banners);

} // namespace qitu::boundaries
