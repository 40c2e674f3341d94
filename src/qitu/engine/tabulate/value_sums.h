// Values of a field over the features of a row: summed, averaged, the least and the greatest.
#pragma once

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/geometry/shape.h>

#include <array>
#include <optional>

namespace qitu::tabulate {

/// What a row has of one field. A feature without a value counts nowhere.
///  sum           a feature's value is shared out among its pieces by gross area (a line's by length, a point's by number), so that
///                all rows and what lies outside add up to the field's total
///  mean          weighted by net area: ground that several features cover counts for the one that comes first. Where a row has no
///                area, by net length; of points by number
///  least, greatest  of all features that have a piece in the row
/// Does not depend on the order of features.
class ValueSums {
  public:
    struct Weighted {
        ExactSum values, weights;
    };
    /// All that it holds: for who keeps it, to add to it later.
    struct Parts {
        ExactSum sum;
        std::array<Weighted, 4> by_kind; // by geometry::Kind
        std::optional<double> least, greatest;
    };
    ValueSums() = default;
    explicit ValueSums(const Parts &parts) : parts_(parts) {}
    [[nodiscard]] const Parts &parts() const { return parts_; }

    /// A piece of a feature with this value. \param share of the feature, 0 to 1 \param net m², m or number. Throws Error (refused)
    /// where numbers are too large for the sums.
    void add(double value, double share, geometry::Kind kind, double net);
    ValueSums &operator+=(const ValueSums &other);

    [[nodiscard]] double sum() const { return parts_.sum.value(); }
    /// Nothing where no feature has a value, or nothing is left of those that have.
    [[nodiscard]] std::optional<double> mean() const;
    /// Nothing where no feature has a value.
    [[nodiscard]] std::optional<double> least() const { return parts_.least; }
    [[nodiscard]] std::optional<double> greatest() const { return parts_.greatest; }

  private:
    void note_extremes(const std::optional<double> &least, const std::optional<double> &greatest);

    Parts parts_;
};

} // namespace qitu::tabulate
