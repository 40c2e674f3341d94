// Groups of a DXF: a code on one line, a value on the next.
#pragma once

#include "markup/xml_text.h"

#include <qitu/core/base/text.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

namespace qitu::reader {

/// Calls `take(code, value)` for each group, without the blanks around the value, until it returns false. A code that is not
/// a number is passed as nullopt.
template <typename Take>
void each_group(const std::filesystem::path &dxf, const Take &take) {
    std::ifstream stream(dxf, std::ios::binary);
    std::string code, value;
    while (std::getline(stream, code) && std::getline(stream, value))
        if (!take(plain_number(trimmed_blanks(code)), trimmed_blanks(value)))
            return;
}

} // namespace qitu::reader
