#include "embedded_layouts.h"
#include "section.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/text_layouts.h>

#include <algorithm>
#include <regex>
#include <utility>

namespace qitu::catalogue {

namespace {

namespace fs = std::filesystem;

std::function<bool(const std::string &)> pattern(const Section &section, const char *key,
                                                 const std::string &text) {
    try {
        return [form = std::regex(text)](const std::string &word) { return std::regex_search(word, form); };
    } catch (const std::regex_error &error) {
        section.refuse(key, say("\"{}\" is not a regular expression ({}).", text, error.what()));
    }
}

/// Forms of columns that hold wherever the column stands.
using Forms = std::map<std::string, std::string>;

class LayoutReader {
  public:
    explicit LayoutReader(TextLayouts &into) : into_(into) {}

    void columns(const Section &root) {
        for (const Section &column : root.sections("column")) {
            column.allow({"name", "role", "form"});
            const std::string name = column.text("name");
            if (column.has("form"))
                forms_[name] = column.text("form");
            if (!column.has("role"))
                continue;
            constexpr std::string_view roles[] = {"count", "area", "shape"};
            std::string *const targets[] = {&into_.columns.count, &into_.columns.area, &into_.columns.shape};
            *targets[column.choice("role", roles)] = name;
        }
    }

    void words(const Section &root) {
        words_of(root, "sections", into_.sections);
        words_of(root, "shapes", into_.shapes);
        words_of(root, "units", into_.units);
        words_of(root, "header", into_.header_keys);
        if (root.has("remarks"))
            for (const Text &mark : root.section("remarks").texts("marks"))
                into_.remark_marks.push_back(folded(mark.value));
        if (root.has("numbers"))
            numbers(root.section("numbers"));
    }

    void lines(const Section &root) {
        for (const Section &line : root.sections("parcel_line"))
            into_.parcel_lines.push_back(layout(line));
        for (const Section &line : root.sections("point_line"))
            into_.point_lines.push_back(layout(line));
    }

  private:
    static void words_of(const Section &root, const char *key, TextLayouts::Words &words) {
        if (!root.has(key))
            return;
        const Section table = root.section(key);
        for (const std::string &meaning : table.keys()) {
            words[layout_word(meaning)] = meaning;
            for (const Text &word : table.texts(meaning.c_str()))
                words[layout_word(word.value)] = meaning;
        }
    }

    void numbers(const Section &table) {
        for (const std::string &key : table.keys())
            for (const Text &word : table.texts(key.c_str()))
                if (key == "about")
                    into_.about_numbers.push_back(layout_word(word.value));
                else
                    into_.numerals[layout_word(word.value)] = key;
        std::stable_sort(into_.about_numbers.begin(), into_.about_numbers.end(),
                         [](const auto &a, const auto &b) { return a.size() > b.size(); });
    }

    [[nodiscard]] LineLayout layout(const Section &line) const {
        line.allow({"id", "zh", "en", "columns", "forms", "required", "unmarked"});
        LineLayout made{line.id(), line.names(), {}, {}, {}, line.flag("unmarked", false)};
        for (const Text &column : line.texts("columns"))
            made.columns.push_back(column.value);
        made.forms.resize(made.columns.size());
        made.required.resize(made.columns.size());
        for (std::size_t i = 0; i < made.columns.size(); ++i)
            if (const auto form = forms_.find(made.columns[i]); form != forms_.end())
                made.forms[i] = pattern(line, "columns", form->second);
        if (line.has("forms"))
            own_forms(line.section("forms"), made);
        for (const Text &name : line.texts("required"))
            made.required[place(line, "required", made, name.value)] = true;
        return made;
    }

    static void own_forms(const Section &forms, LineLayout &made) {
        for (const std::string &name : forms.keys())
            made.forms[place(forms, name.c_str(), made, name)] =
                pattern(forms, name.c_str(), forms.text(name.c_str()));
    }

    static std::size_t place(const Section &section, const char *key, const LineLayout &made,
                             const std::string &name) {
        const int at = made.column(name);
        if (at < 0)
            section.refuse(key,
                           say("layout {} has no column \"{}\".{}", made.id, name, hint(name, made.columns)));
        return static_cast<std::size_t>(at);
    }

    TextLayouts &into_;
    Forms forms_;
};

TextLayouts layouts_of(const std::vector<Document> &documents) {
    TextLayouts result;
    LayoutReader reader(result);
    for (const Document &document : documents) {
        const Section root(document);
        root.allow({"sections", "remarks", "shapes", "header", "units", "numbers", "column", "parcel_line",
                    "point_line"});
        reader.columns(root);
        reader.words(root);
    }
    for (const Document &document : documents)
        reader.lines(Section(document));
    return result;
}

} // namespace

std::string layout_word(std::string_view text) {
    std::string word = folded(text);
    std::erase_if(word, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    return word;
}

int LineLayout::column(std::string_view name) const {
    const auto found = std::find(columns.begin(), columns.end(), name);
    return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

bool LineLayout::fits(const std::vector<std::string> &words) const {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string word = i < words.size() ? layout_word(words[i]) : std::string();
        if (word.empty() ? required[i] : forms[i] && !forms[i](word))
            return false;
    }
    return true;
}

std::size_t LineLayout::evidence(const std::vector<std::string> &words) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(columns.size(), words.size()); ++i)
        count += forms[i] && !layout_word(words[i]).empty() ? 1 : 0;
    return count;
}

TextLayouts TextLayouts::load(const fs::path &folder) {
    std::error_code missing;
    if (!fs::is_directory(folder, missing))
        return shipped();
    return layouts_of(read_toml_files(folder, [](const fs::path &) { return true; }));
}

const TextLayouts &TextLayouts::shipped() {
    static const TextLayouts layouts =
        layouts_of({parse_toml(coordinate_text_toml, "layers/layouts/coordinate_text.toml")});
    return layouts;
}

const LineLayout &TextLayouts::parcel_line(std::string_view name) const {
    const std::string wanted = folded(name);
    std::vector<std::string> known;
    for (const LineLayout &layout : parcel_lines) {
        if (wanted == folded(layout.id) || wanted == folded(layout.names.zh) ||
            wanted == folded(layout.names.en))
            return layout;
        known.push_back(layout.id);
    }
    throw Error(ErrorKind::usage,
                say("There is no layout \"{}\" of coordinate TXT.{}", name, hint(name, known)));
}

} // namespace qitu::catalogue
