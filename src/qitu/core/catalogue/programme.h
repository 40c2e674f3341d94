// The readers of the catalogue's files, one for each kind of table.
#pragma once

#include "section.h"

#include <qitu/core/base/language.h>
#include <qitu/core/catalogue/catalogue.h>

#include <string>
#include <vector>

namespace qitu::catalogue {

/// programme.toml: what all layers share.
struct Programme {
    Names document;
    int year = 0;
    std::string mapped_indicator; // id, "" for none
    std::vector<Stage> stages;
    std::vector<Field> fields; // common to all layers, in their order
    std::vector<Group> groups;
};
Programme read_programme(const Document &document);

/// Fields of `[[field]]`, after those that `before` holds.
std::vector<Field> read_fields(const Section &parent, const std::vector<Field> &before);

/// admin.toml: the tree, in the order of codes.
std::vector<AdminUnit> read_admin(const Document &document);
LocalWords read_words(const Document &document);

/// regions.toml. `known` has all units already.
std::vector<Region> read_regions(const Document &document, const Catalogue &known);

Layer read_layer(const Document &document, const Programme &programme);

/// The indicators of a layer's file. `known` has all layers, units and stages already; `ids` those of the
/// indicators read before.
std::vector<Indicator> read_indicators(const Document &document, const Layer &layer, const Catalogue &known,
                                       const Programme &programme, Ids &ids);

/// `[[account]]` of programme.toml. `known` has all layers.
std::vector<Account> read_accounts(const Document &document, const Catalogue &known);

/// Keys of an indicator that say what counts in a year: `counting`, `flow`, `event`, `happened`, `begin`, `end`,
/// `renewed`.
/// \pre its measure is read
void read_counting(const Section &section, const Layer &layer, Indicator &indicator);

/// Where it counts: `places` (units by code or name, regions by id or name) or `admin`, and `one_per_place`.
void read_places(const Section &section, const Catalogue &known, Indicator &indicator);

/// `named`.
std::vector<NamedWork> read_named(const Section &section, Measure measure);

/// Keys by which features are chosen, of an indicator or of a side of an account: `from_stage`, accepted
/// where the layer has stages and none is given; `from_review`; `where`.
std::string read_from_stage(const Section &section, const Layer &layer, const Catalogue &known);
std::string read_from_review(const Section &section, const Layer &layer);
std::map<std::string, std::vector<std::string>> read_where(const Section &section, const Layer &layer,
                                                           const char *key = "where");

/// The code of a league or banner, by code or name.
std::string read_unit(const Section &section, const Text &name, const Catalogue &known);

/// A layer of polygons that the key names, or one of those that it lists.
const Layer &polygon_layer(const Section &section, const char *key, const Text &id, const Catalogue &known);

} // namespace qitu::catalogue
