#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/output/qgis/style.h>

#include <toml++/toml.h>

namespace qitu::qgis {

namespace {

[[noreturn]] void no_palette(const std::filesystem::path &file, const std::string &why) {
    throw Error(ErrorKind::unreadable,
                say("{}: is not a palette ({}). Put back the one that came with qitu.", file.string(), why));
}

toml::table read_palette(const std::filesystem::path &file) {
    try {
        return toml::parse_file(file.string());
    } catch (const toml::parse_error &error) {
        no_palette(file, std::string(error.description()));
    }
}

std::string colour_at(const toml::node &node, const std::filesystem::path &file) {
    const auto text = node.value<std::string>();
    if (!text || text->size() != 7 || text->front() != '#' ||
        text->find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos)
        no_palette(file, say("line {}: a colour such as \"#1b8a3f\" is expected", node.source().begin.line));
    return *text;
}

} // namespace

Palette::Palette(const std::filesystem::path &file) {
    const toml::table table = read_palette(file);
    for (const auto &[key, node] : table) {
        const std::string name(key.str());
        if (const toml::table *codes = node.as_table())
            for (const auto &[code, colour] : *codes)
                codes_[{name, std::string(code.str())}] = colour_at(colour, file);
        else if (const toml::array *order = node.as_array())
            for (const toml::node &colour : *order)
                order_.push_back(colour_at(colour, file));
        else
            other_ = colour_at(node, file);
    }
    if (order_.empty() || other_.empty())
        no_palette(file, say("`order` and `other` are expected"));
}

std::string Palette::colour(const std::string &field, const std::string &code, std::size_t place) const {
    const auto found = codes_.find({field, code});
    return found == codes_.end() ? order_[place % order_.size()] : found->second;
}

} // namespace qitu::qgis
