// Small pieces of HTML that is well-formed XML too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qitu::html {

std::string escaped(std::string_view text);

/// A bar from 0 to 100 %; nothing where there is no percentage.
std::string bar_of(const std::optional<double> &percent);

/// Attributes of <main>: what page.js writes on maps.
std::string words_of_maps();

/// <td>text</td> with the text escaped.
std::string cell(const std::string &text);
/// <th>text</th>; over a column of texts it stands on the left, as they do.
std::string head(const std::string &text, bool over_texts = false);

} // namespace qitu::html
