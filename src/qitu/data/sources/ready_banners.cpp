#include <qitu/data/sources/ready_banners.h>
#include <qitu/data/sources/zones.h>

#include <memory>

namespace qitu::sources {

tabulate::ReusableZones ready_banners(const workspace::Workspace &workspace, int threads) {
    return *workspace.derived<tabulate::ReusableZones>("banners", [&] {
        const overlay::Zones zones = zones_of(workspace.banners());
        return std::make_shared<const tabulate::ReusableZones>(zones, zones.crs, threads);
    });
}

} // namespace qitu::sources
