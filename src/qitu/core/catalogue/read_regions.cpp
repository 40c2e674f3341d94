#include "programme.h"

#include <qitu/core/base/message.h>

#include <string>
#include <vector>

namespace qitu::catalogue {

std::vector<Region> read_regions(const Document &document, const Catalogue &known) {
    const Section root(document);
    root.allow({"region"});
    std::vector<Region> regions;
    Ids ids;
    for (const Section &section : root.sections("region")) {
        section.allow({"id", "zh", "en", "units"});
        Region region{section.id(), section.names(), {}};
        ids.add(region.id, section, "id");
        for (const Text &unit : section.texts("units"))
            region.units.push_back(read_unit(section, unit, known));
        if (region.units.empty())
            section.refuse("units", say("\"{}\" is empty.", "units"));
        regions.push_back(std::move(region));
    }
    return regions;
}

} // namespace qitu::catalogue
