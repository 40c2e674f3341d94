// The text of layers/layouts/coordinate_text.toml, which CMake embeds for callers that have no folder of layers at hand.
#pragma once

#include <string_view>

namespace qitu::catalogue {

extern const std::string_view coordinate_text_toml;

} // namespace qitu::catalogue
