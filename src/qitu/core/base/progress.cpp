#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>

namespace qitu {

Cancelled::Cancelled() : Error(ErrorKind::refused, say("Stopped by the user; nothing was changed.")) {}

} // namespace qitu
