#include "geometry/memory_layer.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

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

using Parcel = CoordinateText::Parcel;

constexpr std::pair<const char *, std::string Parcel::*> own_columns[] = {{"地块编号", &Parcel::number},
                                                                          {"地块名称", &Parcel::name},
                                                                          {"图幅号", &Parcel::sheet},
                                                                          {"地块用途", &Parcel::use},
                                                                          {"地类编码", &Parcel::land_class}};

/// The other columns of all parcels, in the order in which they come.
std::vector<std::string> further_columns(const CoordinateText &text) {
    std::vector<std::string> names;
    for (const Parcel &parcel : text.parcels)
        for (const auto &[name, word] : parcel.attributes)
            if (std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(name);
    return names;
}

std::vector<catalogue::Value> values_of(const Parcel &parcel, const std::vector<std::string> &further) {
    std::vector<catalogue::Value> values;
    const auto add = [&](const std::string &word) {
        values.push_back(word.empty() ? catalogue::Value() : catalogue::Value(word));
    };
    for (const auto &[name, word] : own_columns)
        add(parcel.*word);
    values.push_back(parcel.hectares ? catalogue::Value(*parcel.hectares) : catalogue::Value());
    for (const std::string &name : further) {
        const auto found = std::find_if(parcel.attributes.begin(), parcel.attributes.end(),
                                        [&](const auto &attribute) { return attribute.first == name; });
        add(found == parcel.attributes.end() ? std::string() : found->second);
    }
    return values;
}

} // namespace

GDALDatasetUniquePtr memory_dataset(const std::string &name) {
    GDALDriver *driver = GetGDALDriverManager()->GetDriverByName("Memory");
    if (driver == nullptr)
        throw Error(ErrorKind::unreadable, say("GDAL has no Memory driver. Install a complete GDAL."));
    return GDALDatasetUniquePtr(driver->Create(name.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
}

MemoryLayer::MemoryLayer(const std::string &name, OGRwkbGeometryType type, OGRSpatialReference *crs)
    : dataset_(memory_dataset(name)) {
    create(*dataset_, name, type, crs);
}

MemoryLayer::MemoryLayer(GDALDataset &dataset, const std::string &name, OGRwkbGeometryType type,
                         OGRSpatialReference *crs) {
    create(dataset, name, type, crs);
}

void MemoryLayer::create(GDALDataset &dataset, const std::string &name, OGRwkbGeometryType type,
                         OGRSpatialReference *crs) {
    const char *options[] = {"ADVERTIZE_UTF8=YES", nullptr};
    layer_ = dataset.CreateLayer(name.c_str(), crs, type, const_cast<char **>(options));
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
    if (geometry)
        feature->SetGeometryDirectly(geometry.release());
    if (layer_->CreateFeature(feature.get()) != OGRERR_NONE)
        throw Error(ErrorKind::unreadable,
                    say("feature {} cannot be kept in memory ({}).", id, gdal::message()));
}

MemoryLayer layer_of(const CoordinateText &text, const std::string &name) {
    const GeometryType type = text.parcels.front().type;
    const bool one_type = std::all_of(text.parcels.begin(), text.parcels.end(),
                                      [type](const auto &parcel) { return parcel.type == type; });
    MemoryLayer layer(name, one_type ? static_cast<OGRwkbGeometryType>(multi_type(type)) : wkbUnknown);
    for (const auto &[field, word] : own_columns)
        layer.add_field(field, OFTString);
    layer.add_field("面积_公顷", OFTReal);
    const std::vector<std::string> further = further_columns(text);
    for (const std::string &field : further)
        layer.add_field(field, OFTString);
    std::int64_t id = 0;
    for (const CoordinateText::Parcel &parcel : text.parcels)
        layer.add(++id, values_of(parcel, further), geometry_of(parcel.parts, parcel.type));
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
