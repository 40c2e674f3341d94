// Where an evaluation has its runs of the engine from when it is made in parts.
#pragma once

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/parts/parts.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace qitu::indicators {

/// A part makes what it has of each run when that is first asked for; from all parts the runs are there. Refers to the runs.
class PartRuns {
  public:
    /// What one part makes. `beginning` is that of names: runs over other zones have other names.
    PartRuns(parts::Runs &runs, tabulate::PartNumber part, std::string beginning)
        : runs_(runs), made_(&runs), part_(part), beginning_(std::move(beginning)) {}
    /// Of all parts.
    PartRuns(const parts::Runs &runs, std::string beginning)
        : runs_(runs), beginning_(std::move(beginning)) {}

    /// Which part is made; nothing where all are there.
    [[nodiscard]] const std::optional<tabulate::PartNumber> &part() const { return part_; }

    /// Throws Error (refused) where the parts do not have it.
    [[nodiscard]] const parts::Run &run(const std::string &name,
                                        const std::function<parts::Run()> &make) const {
        if (made_ != nullptr && !made_->contains(beginning_ + name))
            made_->emplace(beginning_ + name, make());
        if (const auto found = runs_.find(beginning_ + name); found != runs_.end())
            return found->second;
        throw Error(ErrorKind::refused,
                    say("The parts do not have all that these figures rest on. Make them again."));
    }

  private:
    const parts::Runs &runs_;
    parts::Runs *made_ = nullptr;
    std::optional<tabulate::PartNumber> part_;
    std::string beginning_;
};

} // namespace qitu::indicators
