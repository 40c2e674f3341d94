#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/catalogue.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

namespace {

const std::string &key_of(const Code &code) {
    return code.code;
}
const std::string &key_of(const Stage &stage) {
    return stage.id;
}

template <typename Named, typename Matches>
const Named *first_of(const std::vector<Named> &list, const Matches &matches) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const Named &named) {
        return matches(key_of(named)) || matches(named.names.zh) || matches(named.names.en) ||
               std::any_of(named.aliases.begin(), named.aliases.end(), matches);
    });
    return found == list.end() ? nullptr : &*found;
}

// Most values are sent as they are written here; only the others pay for folding.
template <typename Named>
const Named *sent_as(const std::vector<Named> &list, std::string_view sent) {
    if (const Named *exact = first_of(list, [&](const std::string &word) { return word == sent; }))
        return exact;
    const std::string wanted = folded(sent);
    return wanted.empty() ? nullptr
                          : first_of(list, [&](const std::string &word) { return folded(word) == wanted; });
}

} // namespace

const Code *Field::code(std::string_view sent) const {
    return sent_as(codes, sent);
}

const Stage *Catalogue::stage(std::string_view sent) const {
    return sent_as(stages_, sent);
}

std::uint32_t single_type(GeometryType type) {
    switch (type) {
    case GeometryType::point:
        return 1;
    case GeometryType::line:
        return 2;
    case GeometryType::polygon:
        return 3;
    }
    return 3;
}

std::uint32_t multi_type(GeometryType type) {
    return single_type(type) + 3;
}

const Field *Layer::field(std::string_view wanted) const {
    const int index = index_of(wanted);
    return index < 0 ? nullptr : &fields[static_cast<std::size_t>(index)];
}

int Layer::index_of(std::string_view wanted) const {
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const Field &field) { return field.id == wanted; });
    return found == fields.end() ? -1 : static_cast<int>(found - fields.begin());
}

std::string text_of(const Value &value) {
    struct Writer {
        std::string operator()(std::monostate) const { return {}; }
        std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
        std::string operator()(double number) const { return fmt::format("{}", number); }
        std::string operator()(const std::string &text) const { return text; }
    };
    return std::visit(Writer{}, value);
}

} // namespace qitu::catalogue
