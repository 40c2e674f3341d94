#include "programme.h"

#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

namespace {

namespace fs = std::filesystem;

constexpr const char *programme_file = "programme.toml";
constexpr const char *admin_file = "admin.toml";
constexpr const char *regions_file = "regions.toml";

std::vector<Document> read_layer_files(const fs::path &folder) {
    return read_toml_files(folder, [](const fs::path &file) {
        const fs::path name = file.filename();
        return name != programme_file && name != admin_file && name != regions_file;
    });
}

// Those with this id, or else all with this name in either language.
template <typename Item>
std::vector<const Item *> named(const std::vector<Item> &items, std::string_view name) {
    const auto exact =
        std::find_if(items.begin(), items.end(), [&](const Item &item) { return item.id == name; });
    if (exact != items.end())
        return {&*exact};
    const std::string wanted = folded(name);
    std::vector<const Item *> found;
    for (const Item &item : items)
        if (wanted == folded(item.id) || wanted == folded(item.names.zh) || wanted == folded(item.names.en))
            found.push_back(&item);
    return found;
}

template <typename Item>
std::string hint_among(const std::vector<Item> &items, std::string_view name) {
    std::vector<std::string> known;
    for (const Item &item : items)
        known.insert(known.end(), {item.id, item.names.zh, item.names.en});
    return hint(name, known);
}

template <typename Item>
std::string ids_of(const std::vector<const Item *> &items) {
    std::vector<std::string> ids;
    for (const Item *item : items)
        ids.push_back(item->id);
    return fmt::format("{}", fmt::join(ids, ", "));
}

// The name without its kind: 临河 for 临河区, linhe for Linhe District; "" when it has no such ending.
std::string short_name(const std::string &name) {
    constexpr std::array endings{
        "自治旗",  "自治区",  "区",    "旗",     "县", "市", "盟", " district", " autonomous banner",
        " banner", " county", " city", " league"};
    const std::string word = folded(name);
    for (const std::string_view ending : endings)
        if (word.size() > ending.size() && word.ends_with(ending))
            return word.substr(0, word.size() - ending.size());
    return {};
}

// 科右前旗 for 科尔沁右翼前旗: some of its characters in their order, the first and the last among them.
bool abbreviates(const std::vector<std::string_view> &brief, const std::vector<std::string_view> &name) {
    constexpr std::size_t least = 3;
    if (brief.size() < least || brief.front() != name.front() || brief.back() != name.back())
        return false;
    auto next = brief.begin();
    for (const std::string_view character : name)
        if (next != brief.end() && *next == character)
            ++next;
    return next == brief.end();
}

// By any of its names; the end when nothing is near.
std::vector<AdminUnit>::const_iterator nearest_unit(const std::vector<AdminUnit> &units,
                                                    std::string_view name) {
    std::vector<std::string> known;
    std::vector<std::size_t> owner;
    for (std::size_t i = 0; i < units.size(); ++i)
        for (const std::string &word : {units[i].code, units[i].names.zh, units[i].names.en,
                                        short_name(units[i].names.zh), short_name(units[i].names.en)}) {
            known.push_back(word);
            owner.push_back(i);
        }
    const std::string near = nearest(name, known);
    if (near.empty())
        return units.end();
    const auto place = std::find(known.begin(), known.end(), near) - known.begin();
    return units.begin() + static_cast<std::ptrdiff_t>(owner[static_cast<std::size_t>(place)]);
}

} // namespace

Catalogue Catalogue::load(const fs::path &layers_dir) {
    if (!fs::is_directory(layers_dir))
        throw Error(ErrorKind::unreadable,
                    say("{}: there is no such folder. The catalogue's TOML files are expected in it.",
                        layers_dir.string()));
    Catalogue catalogue;
    catalogue.directory_ = layers_dir;
    catalogue.text_layouts_ = TextLayouts::load(layers_dir / "layouts");
    const Document programme_document = read_toml(layers_dir / programme_file);
    const Programme programme = read_programme(programme_document);
    catalogue.document_ = programme.document;
    catalogue.year_ = programme.year;
    catalogue.mapped_indicator_ = programme.mapped_indicator;
    catalogue.stages_ = programme.stages;
    catalogue.groups_ = programme.groups;
    const Document admin = read_toml(layers_dir / admin_file);
    catalogue.admin_ = read_admin(admin);
    catalogue.words_ = read_words(admin);
    catalogue.index_admin_names();
    if (fs::exists(layers_dir / regions_file))
        catalogue.regions_ = read_regions(read_toml(layers_dir / regions_file), catalogue);

    struct Read {
        const Document *document;
        Layer layer;
    };
    const std::vector<Document> documents = read_layer_files(layers_dir);
    std::vector<Read> layers;
    for (const Document &document : documents)
        layers.push_back({&document, read_layer(document, programme)});
    std::stable_sort(layers.begin(), layers.end(),
                     [](const Read &a, const Read &b) { return a.layer.group_order < b.layer.group_order; });
    for (const Read &read : layers)
        catalogue.layers_.push_back(read.layer);
    Ids ids;
    for (const Read &read : layers)
        for (Indicator &indicator : read_indicators(*read.document, read.layer, catalogue, programme, ids))
            catalogue.indicators_.push_back(std::move(indicator));
    catalogue.accounts_ = read_accounts(programme_document, catalogue);
    return catalogue;
}

void Catalogue::index_admin_names() {
    for (std::size_t i = 0; i < admin_.size(); ++i)
        for (const std::string &name : {admin_[i].names.zh, admin_[i].names.en}) {
            admin_names_.emplace(folded(name), i);
            if (const std::string brief = short_name(name); !brief.empty())
                admin_short_names_.emplace(brief, i);
        }
}

const AdminUnit &Catalogue::region() const {
    return *std::find_if(admin_.begin(), admin_.end(), [](const AdminUnit &unit) { return unit.level == 0; });
}

const Layer &Catalogue::layer(std::string_view name) const {
    const auto found = named(layers_, name);
    if (found.empty())
        throw Error(ErrorKind::refused, say("Unknown layer \"{}\".", name) + hint_among(layers_, name));
    if (found.size() > 1)
        throw Error(
            ErrorKind::refused,
            say("\"{}\" is the name of several layers: {}. Give one of these ids.", name, ids_of(found)));
    return *found.front();
}

const Indicator &Catalogue::indicator(std::string_view name) const {
    const auto found = named(indicators_, name);
    if (found.empty())
        throw Error(ErrorKind::refused,
                    say("Unknown indicator \"{}\".", name) + hint_among(indicators_, name));
    if (found.size() > 1)
        throw Error(
            ErrorKind::refused,
            say("\"{}\" is the name of several indicators: {}. Give one of these ids.", name, ids_of(found)));
    return *found.front();
}

const Account &Catalogue::account(std::string_view name) const {
    const auto found = named(accounts_, name);
    if (found.size() != 1)
        throw Error(ErrorKind::refused, say("Unknown account \"{}\".", name) + hint_among(accounts_, name));
    return *found.front();
}

const AdminUnit &Catalogue::admin(std::string_view name) const {
    if (const AdminUnit *unit = find_admin(name))
        return *unit;
    const std::string wanted = folded(name);
    if (const AdminUnit *unit = find_admin(wanted))
        return *unit;
    for (const std::set<std::size_t> &places :
         {places_in(admin_names_, wanted), places_in(admin_short_names_, wanted),
          places_abbreviated(wanted)}) {
        if (places.size() == 1)
            return admin_[*places.begin()];
        if (!places.empty())
            refuse_ambiguous_admin(name, places);
    }
    refuse_unknown_admin(name);
}

std::set<std::size_t> Catalogue::places_in(const AdminIndex &index, const std::string &name) {
    std::set<std::size_t> places;
    const auto range = index.equal_range(name);
    for (auto entry = range.first; entry != range.second; ++entry)
        places.insert(entry->second);
    return places;
}

std::set<std::size_t> Catalogue::places_abbreviated(const std::string &name) const {
    std::set<std::size_t> places;
    for (std::size_t i = 0; i < admin_.size(); ++i)
        if (abbreviates(characters(name), characters(admin_[i].names.zh)))
            places.insert(i);
    return places;
}

std::string Catalogue::described(const AdminUnit &unit) const {
    const Language language = language_in_use();
    const std::string own = fmt::format("{} {}", unit.code, unit.names.in(language));
    const AdminUnit *parent = find_admin(unit.parent);
    return parent == nullptr ? own : fmt::format("{} ({})", own, parent->names.in(language));
}

void Catalogue::refuse_ambiguous_admin(std::string_view name, const std::set<std::size_t> &places) const {
    std::vector<std::string> candidates;
    for (const std::size_t place : places)
        candidates.push_back(described(admin_[place]));
    throw Error(ErrorKind::refused,
                say("\"{}\" may be {}. Give the code or the full name.", name, fmt::join(candidates, ", ")));
}

void Catalogue::refuse_unknown_admin(std::string_view name) const {
    constexpr std::size_t most = 3;
    std::vector<std::string> candidates;
    for (std::vector<AdminUnit> rest = admin_; candidates.size() < most;) {
        const auto near = nearest_unit(rest, name);
        if (near == rest.end())
            break;
        candidates.push_back(described(*near));
        rest.erase(near);
    }
    throw Error(ErrorKind::refused,
                candidates.empty()
                    ? say("Unknown banner or league \"{}\". Give a code of six digits or a name.", name)
                    : say("Unknown banner or league \"{}\". Did you mean {}?", name,
                          fmt::join(candidates, say(" or "))));
}

const Region *Catalogue::region(std::string_view name) const {
    const auto found = named(regions_, name);
    return found.empty() ? nullptr : found.front();
}

bool Catalogue::lies_in(std::string_view code, const std::vector<std::string> &units) const {
    for (const AdminUnit *unit = find_admin(code); unit != nullptr; unit = find_admin(unit->parent))
        if (std::find(units.begin(), units.end(), unit->code) != units.end())
            return true;
    return false;
}

const AdminUnit *Catalogue::find_admin(std::string_view code) const {
    const auto found =
        std::lower_bound(admin_.begin(), admin_.end(), code,
                         [](const AdminUnit &unit, std::string_view wanted) { return unit.code < wanted; });
    return found != admin_.end() && found->code == code ? &*found : nullptr;
}

// Four stages: looking at each is quicker than any index.
int Catalogue::stage_rank(std::string_view stage) const {
    const auto found = std::find_if(stages_.begin(), stages_.end(),
                                    [&](const Stage &candidate) { return candidate.id == stage; });
    return found == stages_.end() ? -1 : found->rank;
}

std::string digest_of_files(const fs::path &layers_dir) {
    std::vector<fs::path> files;
    for (const auto &entry : fs::recursive_directory_iterator(layers_dir))
        if (entry.path().extension() == ".toml")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    Sha256 hash;
    for (const fs::path &file : files) {
        std::ifstream in(file, std::ios::binary);
        const std::string text = file.lexically_relative(layers_dir).generic_string() + '\0' +
                                 std::string(std::istreambuf_iterator<char>(in), {}) + '\0';
        hash.add(std::as_bytes(std::span(text)));
    }
    return hex_of(hash.take());
}

} // namespace qitu::catalogue
