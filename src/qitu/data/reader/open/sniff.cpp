#include "open/sniff.h"

#include <algorithm>
#include <vector>

namespace qitu::reader {

namespace {

std::vector<int> text_fields(OGRFeatureDefn &definition) {
    std::vector<int> result;
    for (int i = 0; i < definition.GetFieldCount(); ++i)
        if (definition.GetFieldDefn(i)->GetType() == OFTString)
            result.push_back(i);
    return result;
}

void look_at(const OGRFeature &feature, const std::vector<int> &texts, Sample &result) {
    for (const int field : texts)
        if (feature.IsFieldSetAndNotNull(field))
            result.texts.add(feature.GetFieldAsString(field));
    const OGRGeometry *geometry = feature.GetGeometryRef();
    if (geometry == nullptr || geometry->IsEmpty() != 0)
        return;
    OGREnvelope box;
    geometry->getEnvelope(&box);
    result.coordinates.add({(box.MinX + box.MaxX) / 2, (box.MinY + box.MaxY) / 2});
}

void pass_over(OGRLayer &layer, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i)
        if (!OGRFeatureUniquePtr(layer.GetNextFeature()))
            return;
}

} // namespace

Sample sniff(OGRLayer &layer, std::int64_t sample, Reach reach, const Region &region) {
    const gdal::Quiet quiet;
    Sample result{{}, CoordinateStatistics(region)};
    OGRFeatureDefn &definition = *layer.GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i)
        result.texts.add(definition.GetFieldDefn(i)->GetNameRef());
    const std::vector<int> texts = text_fields(definition);
    const bool by_index = reach == Reach::as_it_says && layer.TestCapability(OLCFastSetNextByIndex) != 0;
    const bool spread = by_index || reach == Reach::by_reading;
    const std::int64_t step = spread ? std::max<std::int64_t>(1, layer.GetFeatureCount() / sample) : 1;
    layer.ResetReading();
    for (std::int64_t n = 0; n < sample; ++n) {
        if (by_index && step > 1 && layer.SetNextByIndex(n * step) != OGRERR_NONE)
            break;
        if (!by_index && n > 0)
            pass_over(layer, step - 1);
        const OGRFeatureUniquePtr feature(layer.GetNextFeature());
        if (!feature)
            break;
        look_at(*feature, texts, result);
    }
    layer.ResetReading();
    return result;
}

} // namespace qitu::reader
