#include <qitu/analysis/area/control.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/reader/table_file.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <map>
#include <numeric>
#include <string_view>
#include <utility>

namespace qitu::area {

namespace {

__extension__ typedef __int128 Wide; // NOLINT(modernize-use-using): __extension__ stands before no using

constexpr double per_m2 = 100;

std::int64_t hundredths(double m2) {
    return std::llround(m2 * per_m2);
}

double square_metres(std::int64_t hundredths) {
    return static_cast<double>(hundredths) / per_m2;
}

struct Parcel {
    std::int64_t feature;
    std::int64_t area; // hundredths
};

// The survey areas of a file by unit.
class Collector : public Receiver {
  public:
    Collector(const reader::RawFile &file, const ControlOptions &control) : control_(control) {
        const auto &fields = file.fields();
        const auto found = std::find(fields.begin(), fields.end(), control.field);
        if (!control.field.empty() && found == fields.end())
            throw Error(ErrorKind::usage, say("The file has no field \"{}\".", control.field));
        field_ = static_cast<std::size_t>(found - fields.begin());
        for (const ControlArea &area : control.areas)
            parcels[area.unit];
    }

    void take(MeasuredBatch &batch) override {
        for (std::size_t i = 0; i < batch.figures.size(); ++i)
            if (const auto &m2 = batch.figures[i].survey_m2)
                parcels.at(unit_of(batch.features[i])).push_back({batch.figures[i].feature, hundredths(*m2)});
    }

    std::map<std::string, std::vector<Parcel>> parcels; // by unit

  private:
    [[nodiscard]] std::string unit_of(const reader::RawFeature &feature) const {
        const std::string code =
            control_.field.empty() ? std::string() : catalogue::text_of(feature.values[field_]);
        for (std::size_t length = code.size() + 1; length-- > 0;)
            if (parcels.contains(code.substr(0, length)))
                return code.substr(0, length);
        throw Error(ErrorKind::refused,
                    say("feature {}: there is no control area for its unit \"{}\". Nothing was adjusted.",
                        feature.id, code));
    }

    const ControlOptions &control_;
    std::size_t field_ = 0;
};

void refuse_beyond(const ControlledUnit &unit, double limit) {
    if (std::abs(unit.rest_m2()) <= limit * unit.control_m2)
        return;
    throw Error(
        ErrorKind::refused,
        say("{}: the parcels add up to {:.2f} m², and the control area is {:.2f} m². The difference of "
            "{:+.2f} m² is more than the {} % that may be spread: look for missing or overlapping "
            "parcels. Nothing was adjusted.",
            unit.unit.empty() ? say("all parcels") : unit.unit, unit.survey_m2, unit.control_m2,
            unit.rest_m2(), limit * 100));
}

// Column of the first header that contains one of the words.
std::size_t column_with(const reader::Record &header, std::initializer_list<std::string_view> words) {
    for (std::size_t i = 0; i < header.cells.size(); ++i)
        for (const std::string_view word : words)
            if (folded(header.cells[i]).find(word) != std::string::npos)
                return i;
    return header.cells.size();
}

} // namespace

std::vector<ControlArea> read_control_areas(const std::filesystem::path &file, std::optional<Unit> unit) {
    const std::vector<reader::Sheet> sheets = reader::read_sheets(file);
    if (sheets.empty())
        throw Error(ErrorKind::unreadable, say("{}: the table is empty.", file.string()));
    const std::vector<reader::Record> &records = sheets.front().records;
    const reader::Record &header = records.front();
    const std::size_t code = column_with(header, {"代码", "code", "dm"});
    const std::size_t area = column_with(header, {"面积", "area", "mj"});
    if (code == header.cells.size() || area == header.cells.size())
        throw Error(ErrorKind::unreadable,
                    say("{}: the first line must name a column of codes and one of areas (代码, 控制面积).",
                        file.string()));
    const double size =
        unit_size(unit ? *unit : reader::unit_in_field_name(header.cells[area]).value_or(Unit::square_metre));
    std::vector<ControlArea> areas;
    for (std::size_t i = 1; i < records.size(); ++i) {
        double value = 0;
        if (records[i].cells.size() <= std::max(code, area) || !parse_number(records[i].cells[area], value))
            throw Error(ErrorKind::unreadable,
                        say("{}, line {}: a code and an area are expected.", file.string(), records[i].line));
        areas.push_back({trimmed(records[i].cells[code]), value * size});
    }
    return areas;
}

std::vector<std::int64_t> spread(std::span<const std::int64_t> areas, std::int64_t control) {
    const std::int64_t sum = std::accumulate(areas.begin(), areas.end(), std::int64_t{0});
    std::vector<std::int64_t> result;
    for (const std::int64_t area : areas)
        result.push_back(static_cast<std::int64_t>((Wide{2} * area * control + sum) / (Wide{2} * sum)));
    std::vector<std::size_t> by_size(areas.size());
    std::iota(by_size.begin(), by_size.end(), std::size_t{0});
    std::stable_sort(by_size.begin(), by_size.end(),
                     [&](std::size_t a, std::size_t b) { return areas[a] > areas[b]; });
    std::int64_t left = control - std::accumulate(result.begin(), result.end(), std::int64_t{0});
    for (std::size_t i = 0; left != 0; ++i) {
        const std::int64_t digit = left > 0 ? 1 : -1;
        result[by_size[i % by_size.size()]] += digit;
        left -= digit;
    }
    return result;
}

std::optional<double> Adjustment::of(std::int64_t feature) const {
    const auto found = hundredths_.find(feature);
    return found == hundredths_.end() ? std::nullopt : std::optional(square_metres(found->second));
}

Adjustment adjust(reader::RawFile &file, const Options &options, const ControlOptions &control) {
    Options plain = options;
    plain.declared.reset();
    Collector collected(file, control);
    measure(file, plain, collected);
    file.rewind();
    Adjustment adjustment;
    for (const ControlArea &area : control.areas) {
        const std::vector<Parcel> &parcels = collected.parcels.at(area.unit);
        std::vector<std::int64_t> areas;
        for (const Parcel &parcel : parcels)
            areas.push_back(parcel.area);
        const std::int64_t sum = std::accumulate(areas.begin(), areas.end(), std::int64_t{0});
        if (sum == 0)
            continue;
        adjustment.units_.push_back(
            {area.unit, parcels.size(), square_metres(sum), square_metres(hundredths(area.m2))});
        refuse_beyond(adjustment.units_.back(), control.limit);
        const std::vector<std::int64_t> adjusted = spread(areas, hundredths(area.m2));
        for (std::size_t i = 0; i < parcels.size(); ++i)
            adjustment.hundredths_[parcels[i].feature] = adjusted[i];
    }
    return adjustment;
}

void AdjustingReceiver::prepare(MeasuredBatch &batch) const {
    for (Figures &figures : batch.figures)
        figures.adjusted_m2 = adjustment_.of(figures.feature);
    inner_.prepare(batch);
}

} // namespace qitu::area
