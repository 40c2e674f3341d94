#include "single_layer.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/output/qgis/style.h>
#include <qitu/output/qgis/tables.h>

#include <algorithm>
#include <fstream>

namespace qitu::exchange {

void write_style(const std::filesystem::path &file, const workspace::Workspace &workspace,
                 const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                 const std::string &style, const std::filesystem::path &styles_dir, bool overwrite) {
    refuse_existing(file, overwrite);
    const qgis::Table table = qgis::layer_table(layer, qgis::form_world(catalogue, workspace.banners()));
    const auto styles = qgis::StyleFolder(styles_dir).styles_of(table);
    const auto chosen = std::find_if(styles.begin(), styles.end(), [&](const qgis::Style &one) {
        return style.empty() ? one.is_default : one.name == style;
    });
    if (chosen == styles.end()) {
        std::vector<std::string> names;
        for (const qgis::Style &one : styles)
            names.push_back(one.name);
        throw Error(ErrorKind::refused,
                    say("{} has no style {}. It has: {}.", layer.id, style, fmt::join(names, ", ")));
    }
    const bool sld = folded(file.extension().string()) == ".sld";
    write_whole(file, [&](std::ostream &out) {
        out << (sld ? qgis::sld_of(chosen->qml, table) : qgis::text_of(chosen->qml));
    });
}

} // namespace qitu::exchange
