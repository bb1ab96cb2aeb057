"""What the script says, in the language of the page; it finds this beside its own address."""

import json

from search_web.language import N_
from search_web.language import gettext as _

_WORDS = {
    "copied": N_("Tersalin"),
    "notCopied": N_("Tidak bisa menyalin sendiri. Teks sudah disorot: tekan Ctrl+C."),
    "keyOn": N_("Nyalakan tombol / untuk mencari"),
    "keyOff": N_("Matikan tombol / untuk mencari"),
    "suggestions": N_("Saran"),
    "choose": N_("saran. Panah bawah untuk memilih."),
    "searchIn": N_("Cari dalam daftar"),
    "fit": N_("pilihan cocok"),
}


def script_words() -> str:
    """Return the script's words as JSON, by the names it knows them under."""
    return json.dumps({name: _(word) for name, word in _WORDS.items()}, ensure_ascii=False)
