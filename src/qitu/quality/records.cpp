#include "records.h"

namespace qitu::quality {

namespace {

// The judged features once more, for the engine.
class RecordSource : public tabulate::Source {
  public:
    explicit RecordSource(const std::vector<Record> &records) : records_(records) {}

    [[nodiscard]] geodesy::Crs crs() const override { return geodesy::Crs::from("EPSG:4490"); }

    bool next(tabulate::Item &item) override {
        while (at_ < records_.size() && (records_[at_].present || records_[at_].wkb.empty()))
            ++at_;
        if (at_ == records_.size())
            return false;
        item.id = static_cast<std::int64_t>(at_);
        item.wkb = records_[at_].wkb;
        item.central_meridian = records_[at_].meridian;
        ++at_;
        return true;
    }

  private:
    const std::vector<Record> &records_;
    std::size_t at_ = 0;
};

double measure_of(const tabulate::Piece &piece) {
    if (piece.gross_m2 > 0)
        return piece.gross_m2;
    return piece.length_m > 0 ? piece.length_m : 1;
}

} // namespace

Subject Records::subject(const Record &record) const {
    return {layer.id, record.source, record.feature, words[record.project]};
}

Names Records::name(const Record &record, const Record &seen_from) const {
    const Names feature = record.present ? said("feature {} of the workspace", record.feature)
                                         : judge.name_of(record.source, record.feature, seen_from.source);
    const std::string &project = words[record.project];
    return project.empty() ? feature : said("{} ({})", feature, project);
}

Finding Records::finding(const Record &record, const Setting &setting, Fault fault) const {
    if (!fault.place)
        fault.place = record.middle;
    if (fault.wkb.empty() && polygons())
        fault.wkb = record.wkb;
    return quality::finding(subject(record), setting, std::move(fault));
}

void Records::breathe() const {
    if (options.progress && !options.progress(0, 0))
        throw Cancelled();
}

void place(const Records &records, const tabulate::Zones &zones, geodesy::Method method,
           const TakeParts &take) {
    RecordSource source(records.all);
    tabulate::Options options;
    options.method = method;
    options.net = false;
    options.threads = records.options.threads;
    if (records.options.progress)
        options.progress = [&](std::uint64_t, std::uint64_t) { return records.options.progress(0, 0); };
    std::vector<Share> shares;
    std::int64_t current = -1;
    const auto finish = [&] {
        if (!shares.empty())
            take(records.all[static_cast<std::size_t>(current)], shares);
        shares.clear();
    };
    tabulate::tabulate(source, zones, options, [&](const tabulate::Piece &piece) {
        if (piece.feature != current)
            finish();
        current = piece.feature;
        shares.push_back({piece.zone, measure_of(piece)});
    });
    finish();
}

} // namespace qitu::quality
