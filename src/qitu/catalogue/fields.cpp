#include <qitu/catalogue/catalogue.h>

#include <algorithm>

namespace qitu::catalogue {

namespace {

template <typename Matches>
const Code *first_code(const std::vector<Code> &codes, const Matches &matches) {
    const auto found = std::find_if(codes.begin(), codes.end(), [&](const Code &code) {
        return matches(code.code) || matches(code.names.zh) || matches(code.names.en) ||
               std::any_of(code.aliases.begin(), code.aliases.end(), matches);
    });
    return found == codes.end() ? nullptr : &*found;
}

} // namespace

// Most values are sent as they are written here; only the others pay for folding.
const Code *Field::code(std::string_view sent) const {
    if (const Code *exact = first_code(codes, [&](const std::string &word) { return word == sent; }))
        return exact;
    const std::string wanted = folded(sent);
    return wanted.empty()
               ? nullptr
               : first_code(codes, [&](const std::string &word) { return folded(word) == wanted; });
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
