#include "records.h"

#include <qitu/core/base/message.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace qitu::validation {

namespace {

using Lines = std::vector<std::pair<std::uint32_t, std::vector<std::byte>>>;

// The first line keeps what it shares.
class LineSource : public tabulate::Source {
  public:
    explicit LineSource(const Lines &lines) : lines_(lines) {}
    [[nodiscard]] geodesy::Crs crs() const override { return geodesy::Crs::from("EPSG:4490"); }
    bool next(tabulate::Item &item) override {
        if (at_ == lines_.size())
            return false;
        item = {};
        item.id = lines_[at_].first;
        item.key = {item.id, 0};
        item.wkb = lines_[at_].second;
        ++at_;
        return true;
    }

  private:
    const Lines &lines_;
    std::size_t at_ = 0;
};

// Lengths are wanted wherever the lines lie: a zone must be given, and none of them meets this one.
overlay::Zones far_away() {
    geometry::Shape shape;
    shape.kind = geometry::Kind::polygon;
    shape.add_path(geometry::Ring{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}});
    shape.end_part();
    return {geodesy::Crs::from("EPSG:4490"), {{"far", write_wkb(shape)}}};
}

} // namespace

Stretches::Stretches(const Records &records)
    : records_(records), setting_(records.layer.geometry == catalogue::GeometryType::line
                                      ? records.settings().of("overlap.stretch")
                                      : nullptr) {}

void Stretches::add(std::uint32_t number, std::span<const std::byte> wkb) {
    lines_.emplace_back(number, std::vector<std::byte>(wkb.begin(), wkb.end()));
}

// Those that were there already are held against each other too, and not spoken of.
void Stretches::check(Findings &findings) const {
    if (!needed() || lines_.size() < 2)
        return;
    LineSource source(lines_);
    tabulate::Options options;
    options.subtractions = true;
    options.threads = records_.options.threads;
    for (const tabulate::Subtraction &taken : tabulate::tabulate(source, far_away(), options).subtractions) {
        const auto later = static_cast<std::uint32_t>(taken.feature);
        const auto first = static_cast<std::uint32_t>(taken.prior);
        const bool of_present = later >= records_.checked();
        const std::uint32_t blamed = of_present ? first : later;
        if (blamed >= records_.checked() || taken.m2 <= setting_->limit ||
            records_.notes[later].fingerprint == records_.notes[first].fingerprint)
            continue;
        findings.add(
            finding(records_.subject(blamed), *setting_,
                    {said("{:.1f} m of the line are those of {}. They count once; remove the stretch "
                          "from one of them if it is not built twice.",
                          taken.m2, records_.name(of_present ? later : first, blamed)),
                     {},
                     taken.m2}));
    }
}

} // namespace qitu::validation
