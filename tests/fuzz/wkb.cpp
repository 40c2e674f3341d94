// WKB of any bytes is gathered under a multi-part head, or refused; what was gathered can be judged, mended
// and measured.
#include "fields/area_unit.h"
#include "geometry/multi_part.h"

#include <qitu/analysis/validation/validation.h>

#include <cstdint>
#include <span>
#include <stdexcept>

// GEOS 3.11 mends by structure through its buffer, which loses what it has in hand when it gives up in the
// middle; nothing that we own is among it.
extern "C" const char *__lsan_default_suppressions() { // NOLINT: the sanitizer's own name
    return "leak:geos::operation::overlay::PolygonBuilder\n"
           "leak:geos::operation::buffer::\n";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    using catalogue::GeometryType;
    const auto bytes = std::as_bytes(std::span(data, size));
    (void)validation::defect({bytes.begin(), bytes.end()});
    for (const GeometryType type : {GeometryType::point, GeometryType::line, GeometryType::polygon})
        try {
            reader::MultiPart parts(type, 1e-3);
            if (!parts.take(bytes))
                continue;
            const std::vector<std::byte> wkb = geometry::write_wkb(parts.shape());
            (void)validation::defect(wkb);
            (void)validation::repaired(wkb, type);
            if (type == GeometryType::polygon)
                (void)reader::area_of(parts.shape());
        } catch (const std::runtime_error &) {
        }
    return 0;
}
