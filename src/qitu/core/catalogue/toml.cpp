#include "toml.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

namespace qitu::catalogue {

namespace {

Node node_of(const toml::node &source);

Node::Table members_of(const toml::table &source) {
    Node::Table members;
    for (const auto &[key, value] : source)
        members.push_back({std::string(key.str()), key.source().begin.line, node_of(value)});
    std::stable_sort(members.begin(), members.end(),
                     [](const Member &a, const Member &b) { return a.line < b.line; });
    return members;
}

Node::Array elements_of(const toml::array &source) {
    Node::Array elements;
    for (const toml::node &element : source)
        elements.push_back(node_of(element));
    return elements;
}

Node node_of(const toml::node &source) {
    Node node;
    node.line = source.source().begin.line;
    if (const auto *table = source.as_table())
        node.value = members_of(*table);
    else if (const auto *array = source.as_array())
        node.value = elements_of(*array);
    else if (const auto *text = source.as_string())
        node.value = text->get();
    else if (const auto *integer = source.as_integer())
        node.value = integer->get();
    else if (const auto *real = source.as_floating_point())
        node.value = real->get();
    else if (const auto *flag = source.as_boolean())
        node.value = flag->get();
    return node;
}

} // namespace

Document parse_toml(std::string_view text, const std::filesystem::path &file) {
    try {
        return {file, node_of(toml::parse(text, file.string()))};
    } catch (const toml::parse_error &error) {
        throw Error(ErrorKind::refused, say("{}:{}: this is not TOML ({}).", file.string(),
                                            error.source().begin.line, error.description()));
    }
}

Document read_toml(const std::filesystem::path &file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream)
        throw Error(
            ErrorKind::unreadable,
            say("{}: cannot be read. The catalogue needs programme.toml, admin.toml and one file per layer.",
                file.string()));
    return parse_toml(std::string(std::istreambuf_iterator<char>(stream), {}), file);
}

std::vector<Document> read_toml_files(const std::filesystem::path &folder,
                                      const std::function<bool(const std::filesystem::path &)> &wanted) {
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".toml" && wanted(entry.path()))
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Document> documents;
    for (const std::filesystem::path &file : files)
        documents.push_back(read_toml(file));
    return documents;
}

} // namespace qitu::catalogue
