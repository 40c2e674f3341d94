#include "geometry/memory_layer.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace qitu::reader {

namespace {

using catalogue::GeometryType;

template <typename Line>
std::unique_ptr<Line> line_of(const geodesy::Ring &points) {
    auto line = std::make_unique<Line>();
    line->setNumPoints(static_cast<int>(points.size()), FALSE);
    for (std::size_t i = 0; i < points.size(); ++i)
        line->setPoint(static_cast<int>(i), points[i].x, points[i].y);
    return line;
}

void set(OGRFeature &feature, int field, const catalogue::Value &value) {
    if (const auto *whole = std::get_if<std::int64_t>(&value))
        feature.SetField(field, static_cast<GIntBig>(*whole));
    else if (const auto *real = std::get_if<double>(&value))
        feature.SetField(field, *real);
    else if (const auto *text = std::get_if<std::string>(&value))
        feature.SetField(field, text->c_str());
}

} // namespace

MemoryLayer::MemoryLayer(const std::string &name, OGRwkbGeometryType type, OGRSpatialReference *crs) {
    GDALDriver *driver = GetGDALDriverManager()->GetDriverByName("Memory");
    if (driver == nullptr)
        throw Error(ErrorKind::unreadable, say("GDAL has no Memory driver. Install a complete GDAL."));
    dataset_.reset(driver->Create(name.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    const char *options[] = {"ADVERTIZE_UTF8=YES", nullptr};
    layer_ = dataset_->CreateLayer(name.c_str(), crs, type, const_cast<char **>(options));
}

void MemoryLayer::add_field(const std::string &name, OGRFieldType type) {
    OGRFieldDefn field(name.c_str(), type);
    layer_->CreateField(&field);
}

void MemoryLayer::add(std::int64_t id, const std::vector<catalogue::Value> &values,
                      OGRGeometryUniquePtr geometry) {
    const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer_->GetLayerDefn()));
    feature->SetFID(id);
    for (std::size_t i = 0; i < values.size(); ++i)
        set(*feature, static_cast<int>(i), values[i]);
    feature->SetGeometryDirectly(geometry.release());
    if (layer_->CreateFeature(feature.get()) != OGRERR_NONE)
        throw Error(ErrorKind::unreadable,
                    say("feature {} cannot be kept in memory ({}).", id, gdal::message()));
}

MemoryLayer layer_of(const CoordinateText &text, const std::string &name) {
    constexpr std::size_t named = 6;
    const GeometryType type = text.parcels.front().type;
    const bool one_type = std::all_of(text.parcels.begin(), text.parcels.end(),
                                      [type](const auto &parcel) { return parcel.type == type; });
    MemoryLayer layer(name, one_type ? static_cast<OGRwkbGeometryType>(multi_type(type)) : wkbUnknown);
    for (const char *field : {"地块编号", "地块名称", "图幅号", "地块用途", "地类编码"})
        layer.add_field(field, OFTString);
    layer.add_field("面积_公顷", OFTReal);
    std::size_t further = 0;
    for (const CoordinateText::Parcel &parcel : text.parcels)
        further = std::max(further, parcel.further.size());
    for (std::size_t i = 0; i < further; ++i)
        layer.add_field(fmt::format("第{}列", i + 9), OFTString);
    std::int64_t id = 0;
    for (const CoordinateText::Parcel &parcel : text.parcels) {
        std::vector<catalogue::Value> values;
        const auto add = [&](const std::string &word) {
            values.emplace_back();
            if (!word.empty())
                values.back() = word;
        };
        for (const std::string *word :
             {&parcel.number, &parcel.name, &parcel.sheet, &parcel.use, &parcel.land_class})
            add(*word);
        values.emplace_back();
        if (parcel.hectares)
            values.back() = *parcel.hectares;
        for (const std::string &word : parcel.further)
            add(word);
        values.resize(named + further);
        layer.add(++id, values, geometry_of(parcel.parts, parcel.type));
    }
    return layer;
}

OGRGeometryUniquePtr geometry_of(const std::vector<geodesy::Polygon> &parts, GeometryType type) {
    if (type == GeometryType::polygon) {
        auto all = std::make_unique<OGRMultiPolygon>();
        for (const geodesy::Polygon &part : parts) {
            auto polygon = std::make_unique<OGRPolygon>();
            for (const geodesy::Ring &ring : part)
                polygon->addRingDirectly(line_of<OGRLinearRing>(ring).release());
            all->addGeometryDirectly(polygon.release());
        }
        return OGRGeometryUniquePtr(all.release());
    }
    if (type == GeometryType::line) {
        auto all = std::make_unique<OGRMultiLineString>();
        for (const geodesy::Polygon &part : parts)
            all->addGeometryDirectly(line_of<OGRLineString>(part.front()).release());
        return OGRGeometryUniquePtr(all.release());
    }
    auto all = std::make_unique<OGRMultiPoint>();
    for (const geodesy::Polygon &part : parts)
        for (const geodesy::Point &p : part.front())
            all->addGeometryDirectly(std::make_unique<OGRPoint>(p.x, p.y).release());
    return OGRGeometryUniquePtr(all.release());
}

} // namespace qitu::reader
