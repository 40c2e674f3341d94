// Pictures as Windows metafiles (EMF): sharp in print, with text in the fonts of the office, and shown by every word
// processor.
#pragma once

#include <qitu/output/map/banner_drawing.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::docx {

class Metafile {
  public:
    /// `width` and `height` are in drawing units, `millimetres` is the printed width.
    Metafile(int width, int height, double millimetres);

    struct Look {
        std::uint32_t fill = 0xFFFFFF; // RRGGBB
        bool filled = true;
        std::uint32_t stroke = 0;
        int width = 0; // of the pen in units; 0: none
    };
    void areas(const std::vector<map::Line> &rings, const Look &look); // even-odd
    void lines(const std::vector<map::Line> &lines, std::uint32_t colour, int width);
    /// Centred on x, its baseline at y.
    void text(const std::string &text, map::GridPoint at, int size, std::uint32_t colour, bool bold = false);

    [[nodiscard]] std::string bytes() const;
    [[nodiscard]] double millimetres_wide() const { return wide_; }
    [[nodiscard]] double millimetres_high() const { return wide_ * height_ / width_; }

  private:
    void record(std::uint32_t type, const std::vector<std::uint32_t> &words);
    void use(std::uint32_t object);
    void drop(std::uint32_t object);
    void pen(std::uint32_t colour, int width);

    int width_, height_;
    double wide_;
    std::string records_;
    std::uint32_t count_ = 0;
};

} // namespace qitu::docx
