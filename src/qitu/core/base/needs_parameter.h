// needs_parameter: an error that a parameter of the job would end.
#pragma once

#include <qitu/core/base/error.h>

namespace qitu {

/// Parameters that a caller can give, by the names of the library's arguments: `OpenOptions::crs`, a
/// command's `overwrite`.
enum class Parameter {
    again,
    angles,
    band,
    boundaries,
    cad_blocks,
    close_lines,
    crs,
    datum_shift,
    declared,
    declared_unit,
    encoding,
    layer,
    layers_dir,
    map,
    map_or_set,
    method,
    overwrite,
    points,
    seconds,
    source_layer,
    statistics,
    text_layout,
    unit,
    year,
    zone_id,
};

/// The message says what is needed; this says by which parameter it is given, so that a user interface can
/// name its own.
class NeedsParameter : public Error {
  public:
    NeedsParameter(Parameter parameter, ErrorKind kind, const std::string &message)
        : Error(kind, message), parameter_(parameter) {}
    [[nodiscard]] Parameter parameter() const noexcept { return parameter_; }

  private:
    Parameter parameter_;
};

/// Throws the error again with the place where it arose in front of its message; what it needs stays.
[[noreturn]] inline void rethrow_at(const std::string &place, const Error &error) {
    const std::string message = place + ": " + error.what();
    if (const auto *needs = dynamic_cast<const NeedsParameter *>(&error))
        throw NeedsParameter(needs->parameter(), error.kind(), message);
    throw Error(error.kind(), message);
}

} // namespace qitu
