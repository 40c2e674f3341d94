#include "layer_overlay.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/class_field.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/reader/raw_file.h>
#include <qitu/data/sources/parcels.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace qitu::layer_overlay {

namespace {

struct Member {
    std::int64_t id;
    std::string cls;
    std::vector<std::byte> wkb;
};

bool has_polygon(const std::vector<std::byte> &wkb) {
    try {
        const geometry::Shape shape = geometry::read_wkb(wkb);
        return shape.kind == geometry::Kind::polygon && !shape.empty();
    } catch (const geometry::InvalidGeometry &) {
        return false;
    }
}

/// Zones by class; their codes are numbers of one length, so that the engine keeps the order, with words for its messages.
void put_zones(Ground &ground, std::vector<Member> members) {
    std::stable_sort(members.begin(), members.end(),
                     [](const Member &a, const Member &b) { return a.cls < b.cls; });
    std::size_t at = 0;
    for (Member &member : members) {
        if (!has_polygon(member.wkb)) {
            ++ground.unusable;
            continue;
        }
        while (ground.classes[at].code != member.cls)
            ++at;
        ground.class_of.push_back(static_cast<std::uint32_t>(at));
        ground.zones.zones.push_back(
            {fmt::format("{:09} {}", ground.zones.zones.size(),
                         say("(feature {} of {})", member.id, ground.names.in(language_in_use()))),
             std::move(member.wkb)});
    }
}

void list_classes(Ground &ground, const std::vector<Member> &members, const catalogue::Field *field) {
    std::map<std::string, Names> names;
    for (const Member &member : members)
        if (!names.contains(member.cls)) {
            const catalogue::Code *code =
                field == nullptr || member.cls.empty() ? nullptr : field->code(member.cls);
            names[member.cls] = code != nullptr ? code->names : Names{member.cls, member.cls};
        }
    for (auto &[code, its] : names)
        ground.classes.push_back({code, std::move(its)});
}

const catalogue::Field *class_field_of(const catalogue::Layer &layer, const std::string &wanted) {
    const std::string id = wanted.empty() ? catalogue::class_field(layer) : wanted;
    if (id.empty())
        return nullptr;
    for (const catalogue::Field &field : layer.fields)
        if (field.id == id || folded(field.names.zh) == folded(id) || folded(field.names.en) == folded(id))
            return &field;
    std::vector<std::string> ids;
    for (const catalogue::Field &field : layer.fields)
        ids.push_back(field.id);
    throw Error(ErrorKind::usage, say("{} has no field \"{}\" to class it by. Its fields: {}.", layer.id, id,
                                      fmt::join(ids, ", ")));
}

} // namespace

void require_polygons(const catalogue::Layer &layer) {
    if (layer.geometry != catalogue::GeometryType::polygon)
        throw Error(ErrorKind::usage,
                    say("{} ({}) is not a layer of polygons. Areas are laid upon areas; for lines and points "
                        "use \"tabulate\".",
                        layer.names.in(language_in_use()), layer.id));
}

Ground ground_of(const workspace::Workspace &workspace, const catalogue::Layer &layer,
                 const std::string &field) {
    require_polygons(layer);
    const catalogue::Field *by = class_field_of(layer, field);
    const int column = by == nullptr ? -1 : layer.index_of(by->id);
    Ground ground{layer.id, layer.names, {}, {geodesy::Crs::from("EPSG:4490"), {}}, {}, 0};
    std::vector<Member> members;
    workspace::FeatureCursor cursor = workspace::features(workspace, layer);
    for (catalogue::Feature feature; cursor.next(feature); feature = {})
        members.push_back({feature.id,
                           column < 0 ? std::string()
                                      : catalogue::text_of(feature.values[static_cast<std::size_t>(column)]),
                           std::move(feature.wkb)});
    list_classes(ground, members, by);
    put_zones(ground, std::move(members));
    return ground;
}

Ground ground_of(const std::filesystem::path &file, const reader::OpenOptions &options,
                 const std::string &field) {
    reader::OpenOptions reading = options;
    reading.fields = std::vector<std::string>{};
    if (!field.empty()) {
        const std::vector<std::string> fields = reader::RawFile(file, options).fields();
        const std::optional<std::string> column = sources::column_named(fields, field);
        if (!column)
            throw Error(ErrorKind::usage, say("{}: there is no field \"{}\". Its fields: {}.", file.string(),
                                              field, fmt::join(fields, ", ")));
        reading.fields->push_back(*column);
    }
    reader::RawFile raw(file, reading);
    const std::string name = file.stem().string();
    Ground ground{name, {name, name}, {}, {raw.crs(), {}}, {}, 0};
    std::vector<Member> members;
    for (reader::RawFeature feature; raw.next(feature); feature = {})
        members.push_back({feature.id,
                           field.empty() ? std::string() : catalogue::text_of(feature.values.front()),
                           std::move(feature.wkb)});
    list_classes(ground, members, nullptr);
    put_zones(ground, std::move(members));
    return ground;
}

} // namespace qitu::layer_overlay
