// Style sheet and script of the page; what they rely on is in page*.cpp.
#pragma once

#include <string_view>

namespace qitu::html {

extern const std::string_view page_style;
extern const std::string_view page_script;

} // namespace qitu::html
