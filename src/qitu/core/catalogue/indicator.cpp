#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/catalogue.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace qitu::catalogue {

namespace {

// Of the longest name or alias that occurs in the project's name; 0 when none does.
std::size_t match_length(const NamedWork &work, const std::string &project_name) {
    std::size_t longest = 0;
    const auto look_for = [&](const std::string &name) {
        const std::string word = folded(name);
        if (project_name.find(word) != std::string::npos)
            longest = std::max(longest, word.size());
    };
    look_for(work.names.zh);
    look_for(work.names.en);
    std::for_each(work.aliases.begin(), work.aliases.end(), look_for);
    return longest;
}

} // namespace

std::optional<std::size_t> Indicator::named_work(std::string_view project_code,
                                                 std::string_view project_name) const {
    for (std::size_t i = 0; i < named.size(); ++i)
        if (std::find(named[i].codes.begin(), named[i].codes.end(), project_code) != named[i].codes.end())
            return i;
    const std::string name = folded(project_name);
    std::optional<std::size_t> found;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < named.size(); ++i)
        if (const std::size_t length = match_length(named[i], name); length > longest) {
            longest = length;
            found = i;
        }
    return found;
}

} // namespace qitu::catalogue
