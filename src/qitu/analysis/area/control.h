// Adjustment of parcels' areas to the control area of their unit (面积平差): the survey areas of all parcels of a unit add up to the
// area that the unit has by its border, to the last digit.
#pragma once

#include <qitu/analysis/area/area.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace qitu::area {

/// What the parcels of a unit have to add up to, in m². A parcel is of the unit with whose code the code in its
/// field begins, of the longest of them (150802 of 150802001002); of the unit "" without looking.
struct ControlArea {
    std::string unit;
    double m2 = 0;
};

/// A table with a column of codes and one of areas, in the unit that its header names, else in m². Throws Error
/// (unreadable) where it has no such columns, or a cell that is not a number.
std::vector<ControlArea> read_control_areas(const std::filesystem::path &file, std::optional<Unit> unit);

struct ControlOptions {
    std::vector<ControlArea> areas;
    std::string field;     // of the parcels' unit codes; "" for a single unit
    double limit = 0.0025; // of the control area: the largest difference that may be spread
};

/// The difference between `control` and the sum is spread in proportion to area, each part rounded half up;
/// what rounding leaves goes to the largest parcels, one last digit each, the earlier of equals first. In
/// hundredths of a m². The sum of the result is `control`. \pre some area is above 0
std::vector<std::int64_t> spread(std::span<const std::int64_t> areas, std::int64_t control);

/// The adjusted areas of a file.
class Adjustment {
  public:
    [[nodiscard]] const std::vector<ControlledUnit> &units() const { return units_; }
    /// None of what has no area.
    [[nodiscard]] std::optional<double> of(std::int64_t feature) const;

  private:
    friend Adjustment adjust(reader::RawFile &file, const Options &options, const ControlOptions &control);
    std::vector<ControlledUnit> units_;
    std::unordered_map<std::int64_t, std::int64_t> hundredths_;
};

/// Measures the file and rewinds it. Throws Error (refused) where a parcel is of no unit, or the parcels of a
/// unit differ from its control area by more than the limit.
Adjustment adjust(reader::RawFile &file, const Options &options, const ControlOptions &control);

/// Adds the adjusted areas to the figures on their way to another receiver.
class AdjustingReceiver : public Receiver {
  public:
    AdjustingReceiver(Receiver &inner, const Adjustment &adjustment)
        : inner_(inner), adjustment_(adjustment) {}
    void prepare(MeasuredBatch &batch) const override;
    void take(MeasuredBatch &batch) override { inner_.take(batch); }

  private:
    Receiver &inner_;
    const Adjustment &adjustment_;
};

} // namespace qitu::area
