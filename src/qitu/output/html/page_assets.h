// The text of page.css, page.js, plans.css, findings.css and comparison.css, which CMake embeds. What they rely on is in page*.cpp.
#pragma once

#include <string_view>

namespace qitu::html {

extern const std::string_view page_css;
extern const std::string_view page_js;
extern const std::string_view plans_css;
extern const std::string_view findings_css;
extern const std::string_view comparison_css;

} // namespace qitu::html
