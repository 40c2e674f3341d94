// local_words: what the levels of the administrative tree are called. The Chinese of the code says 自治区, 盟市, 旗县;
// another region's admin.toml gives the words that stand in their place.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu {

/// Word in the code → word of the region.
using LocalWords = std::vector<std::pair<std::string, std::string>>;

/// Sets them for all messages. Called by the application, not by the library, before there are other threads.
void use_local_words(LocalWords words);

/// A Chinese text in the words of the region. Where two words begin at one place, the longer one counts.
std::string in_local_words(std::string_view text);

} // namespace qitu
