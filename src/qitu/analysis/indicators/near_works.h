// Whether features lie near to those of another layer.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/proximity/proximity.h>

#include <string>

namespace qitu::indicators {

/// The features of the other layer, at any stage, that count.
class NearWorks {
  public:
    NearWorks(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
              const catalogue::Nearness &near);

    /// "1" for a feature that lies within the distance of one of them, else "". Several threads may ask at once.
    [[nodiscard]] std::string mark_of(const catalogue::Feature &feature) const;

  private:
    double within_m_;
    proximity::Works works_;
};

} // namespace qitu::indicators
