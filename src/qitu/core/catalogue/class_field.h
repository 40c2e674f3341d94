// By which field of a layer that others are laid upon its classes are told apart (layers/README.md, `class_field`).
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <string>

namespace qitu::catalogue {

/// Id of the field; "" for a layer that is one whole. Reads the layer's file.
std::string class_field(const Layer &layer);

} // namespace qitu::catalogue
