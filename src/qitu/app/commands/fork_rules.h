// Who may take what a fork brings.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/fork.h>
#include <qitu/data/workspace/review.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qitu::commands {

/// The codes of a unit and of those that lie in it; nothing where none is named.
std::optional<std::set<std::string>> units_within(const catalogue::Catalogue &catalogue,
                                                  const std::string &name);

class ForkRules {
  public:
    /// `admin`: only rows of this unit; `level`: only what a reviewer of this level may take. "" for all.
    ForkRules(const catalogue::Catalogue &catalogue, const workspace::Workspace &workspace,
              const std::string &admin, const std::string &level);

    /// Why a change may not be taken; "" where it may.
    [[nodiscard]] std::string against(const workspace::ForkChange &change);
    /// What only a reviewer of this level or above may take: a feature that has passed it, or a review of it.
    [[nodiscard]] std::optional<workspace::ReviewLevel> least_level(const workspace::ForkChange &change);

  private:
    using Level = std::optional<workspace::ReviewLevel>;
    [[nodiscard]] const std::vector<std::string> &columns(const std::string &table);
    /// What the sides have in a column, each value once.
    [[nodiscard]] std::set<std::string> values_in(const workspace::ForkChange &change, const char *column);
    [[nodiscard]] std::set<std::string> units_of(const workspace::ForkChange &change);
    [[nodiscard]] Level passed(const std::string &layer, std::int64_t feature);

    const catalogue::Catalogue &catalogue_;
    const workspace::Workspace &workspace_;
    std::optional<std::set<std::string>> units_;
    Level level_;
    std::map<std::string, std::vector<std::string>> columns_;
    std::map<std::pair<std::string, workspace::ReviewLevel>, std::set<std::int64_t>> reviewed_;
};

} // namespace qitu::commands
