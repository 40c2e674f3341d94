// Zones that are made ready once, for several runs of the engine over them.
#pragma once

#include <qitu/engine/tabulate/tabulate.h>

#include <functional>
#include <memory>

namespace qitu::tabulate {

/// Copies share what was made ready.
class ReusableZones {
  public:
    /// Throws Error (refused) when a zone is no polygon, has no area, or there is none. `threads` 0: all cores.
    /// \param crs that of the features that will be read
    ReusableZones(const Zones &zones, const geodesy::Crs &crs, int threads = 0);

    struct State;
    [[nodiscard]] const State &state() const { return *state_; }

  private:
    std::shared_ptr<const State> state_;
};

/// As over the zones themselves.
Result tabulate(Source &features, const ReusableZones &zones, const Options &options,
                const std::function<void(const Piece &)> &piece = {});

} // namespace qitu::tabulate
