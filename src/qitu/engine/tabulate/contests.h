// The features of a run that share ground or a stretch with another, kept as they were measured, so that who gets what can be
// settled again by other rules: nothing is read, measured or cut a second time.
#pragma once

#include <qitu/engine/tabulate/partial.h>
#include <qitu/engine/tabulate/reusable_zones.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace qitu::tabulate {

class Contests {
  public:
    /// As Item has them; of features with equal keys the smaller id comes first.
    struct Order {
        std::int64_t priority = 0;
        std::int64_t key = 0;
    };
    /// Of all features of a group; nothing where they take no part.
    using OrderOfGroup = std::function<std::optional<Order>(std::uint32_t group)>;

    Contests();
    ~Contests();
    Contests(Contests &&) noexcept;
    Contests &operator=(Contests &&) noexcept;

    /// Whether they are here. They are not where they took more memory than the run might use: read them again, by their ids.
    [[nodiscard]] bool kept() const;

    /// What a run over these features alone gives, to the bit. \pre they are kept; `options` measure as the run did and draw nothing
    [[nodiscard]] Result settle(const OrderOfGroup &order, const Options &options,
                                const TakePiece &piece = {}) const;

    struct State;
    explicit Contests(std::unique_ptr<State> state);

  private:
    std::unique_ptr<State> state_;
};

/// As tabulate(), which see; also keeps the features that contest ground. \pre `options.net`; ids are unique
Result tabulate_keeping(Source &features, const ReusableZones &zones, const Options &options,
                        const TakePiece &piece, Contests &contests);

} // namespace qitu::tabulate
