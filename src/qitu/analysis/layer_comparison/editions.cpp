#include "layer_comparison.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/reader/layer_file.h>
#include <qitu/data/reader/raw_file.h>
#include <qitu/data/workspace/features.h>
#include <qitu/engine/tabulate/layered_zones.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::layer_comparison {

namespace {

/// A feature before it is measured.
struct Read {
    tabulate::Item item;
    std::vector<std::string> values;
};
using Next = std::function<bool(Read &)>;

// ---------------------------------------------------------------- codes

using FieldIds = std::vector<std::string>;

// A parcel is numbered within its project; the survey's own identifiers are unique by themselves.
const std::array<FieldIds, 4> &usual_keys() {
    static const std::array<FieldIds, 4> keys{
        FieldIds{catalogue::field_id::project_code, catalogue::field_id::parcel_code},
        FieldIds{catalogue::field_id::parcel_code}, FieldIds{"feature_code"},
        FieldIds{catalogue::field_id::project_code}};
    return keys;
}

/// All words by which the catalogue knows a field, whatever the layer.
std::set<std::string> words_for(const std::string &id, const catalogue::Catalogue &catalogue) {
    std::set<std::string> words{folded(id)};
    for (const catalogue::Layer &layer : catalogue.layers())
        if (const catalogue::Field *field = layer.field(id)) {
            words.insert({folded(field->names.zh), folded(field->names.en)});
            for (const std::string &alias : field->aliases)
                words.insert(folded(alias));
        }
    return words;
}

std::optional<std::size_t> column_of(const Edition &edition, const std::set<std::string> &words) {
    for (std::size_t i = 0; i < edition.fields.size(); ++i)
        if (words.contains(folded(edition.fields[i])) || words.contains(folded(edition.field_names[i].zh)))
            return i;
    return std::nullopt;
}

std::vector<std::size_t> key_columns(const Edition &edition, const std::vector<std::string> &wanted,
                                     const catalogue::Catalogue &catalogue) {
    std::vector<std::size_t> columns;
    for (const std::string &field : wanted) {
        const auto column = column_of(edition, {folded(field)});
        if (!column)
            throw Error(ErrorKind::usage, say("{}: there is no field \"{}\". Its fields: {}.", edition.name,
                                              field, fmt::join(edition.fields, ", ")));
        columns.push_back(*column);
    }
    if (!columns.empty())
        return columns;
    for (const FieldIds &key : usual_keys()) {
        columns.clear();
        for (const std::string &id : key)
            if (const auto column = column_of(edition, words_for(id, catalogue)))
                columns.push_back(*column);
        if (columns.size() == key.size())
            return columns;
    }
    return {};
}

std::string code_of(const std::vector<std::string> &values, const std::vector<std::size_t> &key) {
    std::string code;
    for (const std::size_t column : key) {
        if (values[column].empty())
            return {};
        code += (code.empty() ? "" : "/") + values[column];
    }
    return code;
}

// ---------------------------------------------------------------- measuring

struct Batch {
    std::vector<Read> read;
    std::vector<ComparedFeature> features;
    std::vector<char> repaired;
    std::size_t count = 0;
};

class Measurer {
  public:
    Measurer(Edition &edition, const geodesy::Crs &crs, const tabulate::Options &engine,
             std::vector<std::size_t> key)
        : edition_(edition), crs_(crs), engine_(engine), key_(std::move(key)),
          nowhere_(std::vector<overlay::Zones>{{geodesy::Crs::from("EPSG:4490"), {}}}, crs, 1) {}

    void measure(const Next &next) {
        const std::size_t threads = threads_for(engine_.threads);
        std::vector<tabulate::LayeredMeasurer> measurers;
        for (std::size_t i = 0; i < threads; ++i)
            measurers.emplace_back(nowhere_, crs_, engine_.method);
        std::uint64_t read = 0;
        ordered_pipeline<Batch>(
            threads,
            [&](Batch &batch) {
                batch.read.resize(engine_.batch);
                batch.features.assign(engine_.batch, {});
                batch.repaired.assign(engine_.batch, 0);
                for (batch.count = 0; batch.count < engine_.batch; ++batch.count)
                    if (!next(batch.read[batch.count]))
                        break;
                read += batch.count;
                report_progress(engine_.progress, read);
                return batch.count == engine_.batch;
            },
            [&](std::size_t worker, Batch &batch) {
                for (std::size_t i = 0; i < batch.count; ++i)
                    batch.repaired[i] = look_at(batch.read[i], measurers[worker], batch.features[i]) ? 1 : 0;
            },
            [&](Batch &batch) {
                for (std::size_t i = 0; i < batch.count; ++i)
                    take(std::move(batch.features[i]), batch.repaired[i] != 0);
            });
    }

  private:
    bool look_at(Read &read, tabulate::LayeredMeasurer &measurer, ComparedFeature &feature) const {
        feature.id = read.item.id;
        feature.code = code_of(read.values, key_);
        feature.values = std::move(read.values);
        const tabulate::Placement placement = measurer.place(read.item);
        if (placement.rejected)
            return false;
        feature.m2 = placement.m2;
        feature.straight_m2 = placement.straight_m2;
        feature.wkb = geometry::write_wkb(measurer.shape());
        return placement.finding.has_value();
    }

    void take(ComparedFeature feature, bool repaired) {
        edition_.repaired += repaired ? 1 : 0;
        edition_.unusable += feature.wkb.empty() ? 1 : 0;
        edition_.features.push_back(std::move(feature));
    }

    Edition &edition_;
    const geodesy::Crs &crs_;
    const tabulate::Options &engine_;
    std::vector<std::size_t> key_;
    tabulate::LayeredZones nowhere_;
};

void fill(Edition &edition, const geodesy::Crs &crs, const catalogue::Catalogue &catalogue,
          const ReadOptions &options, const Next &next) {
    Measurer(edition, crs, options.engine, key_columns(edition, options.key, catalogue)).measure(next);
}

// ---------------------------------------------------------------- sources

void take_over(catalogue::Feature &feature, Read &read) {
    read.item.id = feature.id;
    read.item.wkb.swap(feature.wkb);
    read.item.central_meridian = feature.central_meridian;
    read.item.no_place = feature.no_place;
    read.values.clear();
    for (const catalogue::Value &value : feature.values)
        read.values.push_back(catalogue::text_of(value));
}

void describe_fields(Edition &edition, const catalogue::Layer &layer) {
    for (const catalogue::Field &field : layer.fields) {
        edition.fields.push_back(field.id);
        edition.field_names.push_back(field.names);
    }
}

void require_polygons(const catalogue::Layer &layer) {
    if (layer.geometry != catalogue::GeometryType::polygon)
        throw Error(ErrorKind::usage, say("{} ({}) is not a layer of polygons; only those can be compared.",
                                          layer.names.in(language_in_use()), layer.id));
}

} // namespace

Edition edition_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                   const catalogue::Layer &layer, std::optional<int> year, const ReadOptions &options) {
    require_polygons(layer);
    const int column = layer.index_of(catalogue::field_id::year);
    if (year && column < 0)
        throw Error(ErrorKind::usage, say("{} has no field of years to choose by.", layer.id));
    Edition edition;
    edition.name = layer.id + (year ? fmt::format("@{}", *year) : std::string());
    describe_fields(edition, layer);
    workspace::FeatureCursor cursor = workspace::features(workspace, layer);
    catalogue::Feature feature;
    const auto wanted = [&] {
        return !year ||
               catalogue::text_of(feature.values[static_cast<std::size_t>(column)]) == std::to_string(*year);
    };
    fill(edition, geodesy::Crs::from("EPSG:4490"), catalogue, options, [&](Read &read) {
        do {
            if (!cursor.next(feature))
                return false;
        } while (!wanted());
        take_over(feature, read);
        return true;
    });
    return edition;
}

namespace {

Edition raw_edition(const std::filesystem::path &file, const reader::OpenOptions &reading,
                    const catalogue::Catalogue &catalogue, const ReadOptions &options) {
    reader::RawFile raw(file, reading);
    Edition edition;
    edition.name = file.filename().string();
    for (const std::string &field : raw.fields()) {
        edition.fields.push_back(field);
        edition.field_names.push_back({field, field});
    }
    reader::RawFeature feature;
    fill(edition, raw.crs(), catalogue, options, [&](Read &read) {
        if (!raw.next(feature))
            return false;
        read.item.id = feature.id;
        read.item.wkb.swap(feature.wkb);
        read.values.clear();
        for (const catalogue::Value &value : feature.values)
            read.values.push_back(catalogue::text_of(value));
        return true;
    });
    edition.notes = raw.notes();
    return edition;
}

} // namespace

Edition edition_of(const std::filesystem::path &file, const reader::OpenOptions &reading,
                   const catalogue::Catalogue &catalogue, const catalogue::Layer *layer,
                   const ReadOptions &options) {
    if (layer == nullptr)
        return raw_edition(file, reading, catalogue, options);
    require_polygons(*layer);
    reader::LayerFile source(file, catalogue, *layer, reading);
    Edition edition;
    edition.name = file.filename().string();
    describe_fields(edition, *layer);
    catalogue::Feature feature;
    fill(edition, geodesy::Crs::from("EPSG:4490"), catalogue, options, [&](Read &read) {
        if (!source.next(feature))
            return false;
        take_over(feature, read);
        return true;
    });
    edition.notes = source.diagnostics().notes;
    return edition;
}

} // namespace qitu::layer_comparison
