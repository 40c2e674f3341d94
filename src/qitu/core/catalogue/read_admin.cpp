#include "programme.h"

#include <qitu/core/base/message.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

namespace {

// A code of GB/T 2260: two digits for the region, two for the league, two for the banner.
bool is_code(std::string_view code) {
    return code.size() == 6 &&
           std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Tree {
  public:
    const AdminUnit &add(const Section &section, const std::string &parent, int level) {
        AdminUnit unit{section.text("code"), section.names(), parent, level};
        if (!is_code(unit.code))
            section.refuse("code", say("a code has six digits, but \"{}\" does not.", unit.code));
        ids_.add(unit.code, section, "code");
        const auto shared = 2 * static_cast<std::size_t>(level);
        if (unit.code.compare(0, shared, parent, 0, shared) != 0)
            section.refuse("code", say("{} {} cannot lie in {}: the first {} digits must be the same.",
                                       unit.code, unit.names.zh, parent, shared));
        return units_.emplace_back(std::move(unit));
    }

    [[nodiscard]] std::vector<AdminUnit> by_code() && {
        std::sort(units_.begin(), units_.end(),
                  [](const AdminUnit &a, const AdminUnit &b) { return a.code < b.code; });
        return std::move(units_);
    }

  private:
    std::vector<AdminUnit> units_;
    Ids ids_;
};

} // namespace

std::vector<AdminUnit> read_admin(const Document &document) {
    const Section root(document);
    root.allow({"region", "league", "words"});
    Tree tree;
    const Section region = root.section("region");
    region.allow({"code", "zh", "en"});
    const std::string region_code = tree.add(region, "", 0).code;
    for (const Section &league : root.sections("league")) {
        league.allow({"code", "zh", "en", "banners"});
        const std::string league_code = tree.add(league, region_code, 1).code;
        for (const Section &banner : league.sections("banners")) {
            banner.allow({"code", "zh", "en"});
            tree.add(banner, league_code, 2);
        }
    }
    return std::move(tree).by_code();
}

LocalWords read_words(const Document &document) {
    const Section root(document);
    LocalWords words;
    if (!root.has("words"))
        return words;
    const Section section = root.section("words");
    for (const std::string &word : section.keys())
        words.emplace_back(word, section.text(word.c_str()));
    return words;
}

} // namespace qitu::catalogue
